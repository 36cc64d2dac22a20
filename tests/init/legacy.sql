-- A schema as old products have them: one prefix for all tables, few foreign keys, keys without an underscore, sequences that
-- no column owns, columns called like types of SQLAlchemy, types without an equality operator, long names.
create sequence lh_station_seq;
create sequence "lh_keeper-seq";
create table lh_stations (stationid integer primary key default nextval('lh_station_seq'), name varchar(80) not null, "Text" text not null, "Integer" integer not null, lamp bit(8), "Numeric" numeric(6, 2) not null, parent integer references lh_stations);
create table lh_keepers (keeperid bigint primary key default nextval(('"lh_keeper-seq"'::text)::regclass), stationid integer not null references lh_stations on delete cascade, relief_stationid integer references lh_stations, login varchar(32) not null unique, seen txid_snapshot, route jsonpath);
create table lh_watch (stationid integer not null references lh_stations, day date not null, seen pg_snapshot not null, primary key (stationid, day));
create table lh_dns (host varchar(60) primary key, "when" point, station integer references lh_stations on delete cascade);
create table lh_lamphours (stationid integer not null, night date not null, hours integer not null check (hours between 0 and 14), primary key (stationid, night));
create table lh_stationinspectionescalationcontacts (id serial primary key, station4_id integer not null references lh_stations, station10_id integer references lh_stations, keeperid bigint not null);
create table lh_inspectionescalationofstationinsurances (id serial primary key, lh_stationinspectionescalationcontactid integer references lh_stationinspectionescalationcontacts on delete cascade);
