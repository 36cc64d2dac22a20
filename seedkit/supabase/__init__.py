"""What Supabase brings: users and identities, claims, the auth doctor, a stand-in for plain Postgres."""
