"""The shop of docs/loading.md does what the page says: listed, shown, loaded, verified, unloaded."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from seedkit.errors import DeclarationError, UsageError
from seedkit.product import find_scenario, products

Seedkit = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def seedkit(shop: Path) -> Seedkit:
    """The command line in another process, from a folder of the project; fails if the exit code is another."""

    def run(*arguments: str, code: int = 0, folder: Path = shop / "shop") -> subprocess.CompletedProcess[str]:
        program = [sys.executable, "-c", "from seedkit.cli import main; main()"]
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        done = subprocess.run(
            [*program, *arguments], cwd=folder, env=environment, capture_output=True, text=True
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done

    return run


def test_the_story_is_listed_and_shown(seedkit: Seedkit) -> None:
    listed = json.loads(seedkit("scenarios", "--json").stdout)
    assert listed["shop/orders"]["parameters"] == {"arrived": {"type": "int", "default": 2}}
    shown = json.loads(seedkit("show", "shop/orders", "--arrived", "5", "--json").stdout)
    assert [t["name"] for t in shown["tables"] if t["name"].startswith("public.")] == [
        "public.articles",
        "public.orders",
        "public.order_lines",
    ]
    assert shown["people"][0]["where"].startswith("seeds.py:")
    assert "public.orders" in seedkit("show", "shop/orders", "--sample", "2").stdout


@pytest.mark.db
def test_it_loads_verifies_and_unloads(seedkit: Seedkit, supabase: str) -> None:
    seedkit("schema", "shop", "--apply", "--db", supabase)
    load = ("load", "shop/orders", "--copies", "12", "--arrived", "3", "--db", supabase, "--json")
    first, again = (json.loads(seedkit(*load).stdout) for _ in range(2))
    assert (first["mode"], again["mode"], again["written"]) == ("fresh", "unchanged", 0)
    with psycopg.connect(supabase) as connection:
        wrong = connection.execute(
            "select count(*), count(*) filter (where o.total <> l.total) from orders o"
            " join (select order_id, sum(amount) total from order_lines group by 1) l on l.order_id = o.id"
        ).fetchone()
    assert wrong == (12 * 4, 0)
    assert json.loads(seedkit("verify", "--db", supabase, "--json").stdout)["ok"]
    proof = json.loads(seedkit("access", "--db", supabase, "--json").stdout)
    assert proof["ok"]
    assert {c["verdict"] for c in proof["checks"] if c["code"] == "access.sees"} == {"ok"}
    seedkit("unload", "shop/orders", "--db", supabase)
    with psycopg.connect(supabase) as connection:
        for table in ("orders", "order_lines", "articles", "auth.users"):
            assert connection.execute(f"select count(*) from {table}".encode()).fetchone() == (0,), table


@pytest.mark.db
def test_an_open_policy_of_the_team_is_found(seedkit: Seedkit, supabase: str) -> None:
    seedkit("schema", "shop", "--apply", "--db", supabase)
    with psycopg.connect(supabase, autocommit=True) as connection:
        connection.execute("create policy everybody on orders for select to authenticated using (true)")
    seedkit("load", "shop/orders", "--db", supabase)
    proof = json.loads(seedkit("access", "--db", supabase, "--json", code=1).stdout)
    failed = [c for c in proof["checks"] if c["verdict"] == "failed"]
    assert {c["subject"] for c in failed} == {"public.orders"}
    assert {f["severity"] for c in failed for f in c["findings"]} >= {"live"}


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ('["shop.sedes"]', "there is no module 'shop.sedes'"),
        ('["shop.seeds:prodct"]', "has no attribute 'prodct'"),
        ('["shop.seeds:Order"]', "shop.seeds:Order is no product but a"),
        ('"shop.seeds"', "products is no list of modules"),
        ('["shop.seeds", "shop.seeds:product"]', "two products are called 'shop'"),
        ('["shop.seeds"', "pyproject.toml cannot be read"),
    ],
)
def test_a_wrong_setting_is_said_with_its_file(
    in_shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str, said: str
) -> None:
    (tmp_path / "src").symlink_to(in_shop)
    (tmp_path / "pyproject.toml").write_text(f"[tool.seedkit]\nproducts = {setting}\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as caught:
        products()
    assert said in str(caught.value)
    assert caught.value.where == str(tmp_path / "pyproject.toml")


def test_a_story_of_another_products_name_is_said(
    in_shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeds = (in_shop / "shop" / "seeds.py").read_text("utf-8")
    (tmp_path / "store.py").write_text(
        seeds.replace("shop/orders", "store/orders").replace("shop.seeds", "store")
    )
    (tmp_path / "pyproject.toml").write_text('[tool.seedkit]\nproducts = ["store"]\n')
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DeclarationError, match=r"belongs to the product 'shop' .* Call it shop/orders"):
        find_scenario("shop/orders")


def test_a_misspelt_story_is_said_before_its_options(seedkit: Seedkit) -> None:
    error = seedkit("load", "shop/ordres", "--arrived", "3", code=2).stderr
    assert error == "UnknownName: there is no scenario 'shop/ordres'. Did you mean 'shop/orders'?\n"
