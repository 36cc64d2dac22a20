-- Names that nobody should give: quotes, spaces, words of SQL, Python and the house, dots, other alphabets, 63 bytes.
create schema "my ""odd"" schema";
create type "weird type" as enum ('a''b', 'c"d', 'é%s');
create table "order" ("select" serial primary key, "class" text not null, "from" timestamptz not null default now(), "%s" integer not null, "a.b" text, "Ünïcode ☃" text, "__x__" text, "rows" integer, "build" text, "this" text, "days" integer not null, "metadata" jsonb, "1st" text, "with space" "weird type" not null, "registry" text, "Parent" text, "quo""te" text unique, "_" integer);
create table "Users Of It" ("Id" uuid primary key default gen_random_uuid(), "e-mail" text not null unique, "order" integer not null references "order", "parent id" uuid references "Users Of It");
create table "table" ("key" text primary key, "Key" text not null, "Users Of It" uuid not null references "Users Of It" on delete cascade, unique ("Key", "Users Of It"));
create table "flags" (id serial primary key, name text not null);
create table "Moment" (id serial primary key, flag_id int not null references flags, "moment" timestamptz not null);
create table aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff123 (id bigserial primary key, aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff123 text not null);
create table "日本" ("番号" serial primary key, "名前" text not null);
create table "my ""odd"" schema"."a.b" (id serial primary key, "x.y" integer not null check ("x.y" between 3 and 9));
create table "my ""odd"" schema".child (id serial primary key, up integer not null references "my ""odd"" schema"."a.b");
create table "back\slash" ("col\n" integer primary key, "$$" text not null);
create table self_root (id serial primary key, root_id integer not null references self_root, name text not null default 'x');
create table no_key (a integer, b text);
create table only_enum ("e" "weird type" primary key, label text not null);
create table uses_enum (id serial primary key, e "weird type" not null references only_enum);
