"""Factories for people who can sign in: ``auth.users`` and ``auth.identities``.

Every column is what Supabase's auth server scans without error: token columns are ``''``, never
null; ``instance_id`` is the nil uuid; both timestamps are set (see ``seedkit doctor --auth``).
"""

from __future__ import annotations

import uuid

from factory.declarations import Trait

from ..factory import TableFactory
from ..fields import (
    After,
    Email,
    FirstName,
    Json,
    Key,
    LastName,
    Lower,
    Moment,
    Parent,
    Text,
    days,
    hours,
    minutes,
    this,
)
from .auth import AuthIdentity, AuthUser
from .passwords import PASSWORD, hash_password

__all__ = ["IdentityFactory", "UserFactory"]


class UserFactory(TableFactory[AuthUser]):
    """A person who signed up by e-mail, confirmed it within the hour and signs in with the shared password."""

    class Meta:
        model = AuthUser

    class Params:
        first_name = FirstName()
        last_name = LastName()
        full_name = Text("{first_name} {last_name}")

    id = Key()
    instance_id = uuid.UUID(int=0)
    aud = "authenticated"
    role = "authenticated"
    created_at = Moment(before_now=days(400), until=days(120))
    email = Lower(Email(this.first_name, this.last_name))
    encrypted_password = hash_password(PASSWORD)
    email_confirmed_at = After(created_at, within=hours(1), least=minutes(1))
    last_sign_in_at = After(email_confirmed_at, least=minutes(1))
    updated_at = last_sign_in_at
    confirmation_token = ""
    recovery_token = ""
    email_change_token_new = ""
    email_change = ""
    phone_change = ""
    phone_change_token = ""
    email_change_token_current = ""
    reauthentication_token = ""
    email_change_confirm_status = 0
    raw_app_meta_data = {"provider": "email", "providers": ["email"]}
    raw_user_meta_data = Json(
        {
            "sub": Text("{id}"),
            "email": email,
            "first_name": this.first_name,
            "last_name": this.last_name,
            "full_name": this.full_name,
            "email_verified": email_confirmed_at.is_null().equals(False),
            "phone_verified": False,
        }
    )
    is_super_admin = False
    is_sso_user = False
    is_anonymous = False
    phone = None
    phone_confirmed_at = None
    banned_until = None
    deleted_at = None
    invited_at = None
    confirmation_sent_at = None
    recovery_sent_at = None
    email_change_sent_at = None
    phone_change_sent_at = None
    reauthentication_sent_at = None

    unconfirmed = Trait(email_confirmed_at=None, last_sign_in_at=None, updated_at=this.created_at)
    never_signed_in = Trait(last_sign_in_at=None, updated_at=this.email_confirmed_at)
    banned = Trait(banned_until=After(this.created_at, within=days(3650), least=days(3650), future=True))
    deleted = Trait(deleted_at=After(this.last_sign_in_at, within=days(30)))
    anonymous = Trait(
        email=None,
        email_confirmed_at=None,
        encrypted_password="",
        raw_app_meta_data={},
        raw_user_meta_data={},
        is_anonymous=True,
    )


class IdentityFactory(TableFactory[AuthIdentity]):
    """How a person signs in: the e-mail provider, whose subject is the user's own id."""

    class Meta:
        model = AuthIdentity

    user = Parent(UserFactory)
    id = Key()
    provider = "email"
    provider_id = Text("{user.id}")
    identity_data = Json(
        {"sub": provider_id, "email": user.email, "email_verified": True, "phone_verified": False}
    )
    created_at = user.created_at
    updated_at = user.updated_at
    last_sign_in_at = user.last_sign_in_at

    google = Trait(
        provider="google",
        provider_id=Text("1{user.id}"),
        identity_data=Json({"sub": this.provider_id, "email": this.user.email, "email_verified": True}),
    )
