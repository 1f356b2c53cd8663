using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Runink.Domain.Store.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class First : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "apikeys",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    secrethash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    scopes = table.Column<int>(type: "integer", nullable: false),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    expiresat = table.Column<long>(type: "bigint", nullable: false),
                    replacedby = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    lastusedat = table.Column<long>(type: "bigint", nullable: true),
                    revokedat = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_apikeys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "breakglassgrants",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    personid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    personname = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    patientid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    unit = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    reasoncode = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    reason = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    openedat = table.Column<long>(type: "bigint", nullable: false),
                    endsat = table.Column<long>(type: "bigint", nullable: false),
                    endedat = table.Column<long>(type: "bigint", nullable: true),
                    verdict = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    reviewerid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    reviewername = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    reviewedat = table.Column<long>(type: "bigint", nullable: true),
                    reviewnote = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_breakglassgrants", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "careunits",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    specialty = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    closedat = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_careunits", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "contexts",
                columns: table => new
                {
                    messageid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    patientid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    data = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_contexts", x => new { x.messageid, x.patientid });
                });

            migrationBuilder.CreateTable(
                name: "dueevaluations",
                columns: table => new
                {
                    triggerid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    patientid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    dueat = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dueevaluations", x => new { x.triggerid, x.patientid });
                });

            migrationBuilder.CreateTable(
                name: "episodes",
                columns: table => new
                {
                    triggerid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    patientid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    state = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_episodes", x => new { x.triggerid, x.key });
                });

            migrationBuilder.CreateTable(
                name: "escalationevents",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    escalationid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    actorname = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    text = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_escalationevents", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "fhirindex",
                columns: table => new
                {
                    type = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    resourceid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    parameter = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    system = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    text = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    low = table.Column<double>(type: "double precision", nullable: true),
                    high = table.Column<double>(type: "double precision", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_fhirindex", x => new { x.type, x.resourceid, x.ordinal });
                });

            migrationBuilder.CreateTable(
                name: "fhirresources",
                columns: table => new
                {
                    type = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    versionid = table.Column<int>(type: "integer", nullable: false),
                    lastupdated = table.Column<long>(type: "bigint", nullable: false),
                    patientid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    deleted = table.Column<bool>(type: "boolean", nullable: false),
                    method = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    json = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    messageid = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_fhirresources", x => new { x.type, x.id });
                });

            migrationBuilder.CreateTable(
                name: "fhirunindexed",
                columns: table => new
                {
                    messageid = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_fhirunindexed", x => x.messageid);
                });

            migrationBuilder.CreateTable(
                name: "fhirversions",
                columns: table => new
                {
                    type = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    versionid = table.Column<int>(type: "integer", nullable: false),
                    lastupdated = table.Column<long>(type: "bigint", nullable: false),
                    patientid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    deleted = table.Column<bool>(type: "boolean", nullable: false),
                    method = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    json = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    messageid = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_fhirversions", x => new { x.type, x.id, x.versionid });
                });

            migrationBuilder.CreateTable(
                name: "heartbeats",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_heartbeats", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "idempotentanswers",
                columns: table => new
                {
                    caller = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    requesthash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    status = table.Column<int>(type: "integer", nullable: true),
                    contenttype = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    etag = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    location = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    body = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_idempotentanswers", x => new { x.caller, x.key });
                });

            migrationBuilder.CreateTable(
                name: "identityreviews",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    patientid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    candidateid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    messageid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    reason = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    likelihood = table.Column<double>(type: "double precision", nullable: true),
                    band = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    decision = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    decidedby = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    decidedat = table.Column<long>(type: "bigint", nullable: true),
                    mergeid = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_identityreviews", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "laddersteps",
                columns: table => new
                {
                    escalationid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    step = table.Column<int>(type: "integer", nullable: false),
                    to = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    dueat = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    doneat = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_laddersteps", x => new { x.escalationid, x.step });
                });

            migrationBuilder.CreateTable(
                name: "ledger",
                columns: table => new
                {
                    seq = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    actor = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    subjecttype = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    subjectid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    detail = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger", x => x.seq);
                });

            migrationBuilder.CreateTable(
                name: "localcredentials",
                columns: table => new
                {
                    personid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    passphrasehash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    mustchange = table.Column<bool>(type: "boolean", nullable: false),
                    givenuntil = table.Column<long>(type: "bigint", nullable: true),
                    totpsecret = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    lasttotpstep = table.Column<long>(type: "bigint", nullable: false),
                    recoveryhashes = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    restsuntil = table.Column<long>(type: "bigint", nullable: true),
                    changedat = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_localcredentials", x => x.personid);
                });

            migrationBuilder.CreateTable(
                name: "messages",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    door = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    source = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    controlid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    dedupkey = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    raw = table.Column<byte[]>(type: "bytea", nullable: false),
                    receivedat = table.Column<long>(type: "bigint", nullable: false),
                    reply = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sentat = table.Column<long>(type: "bigint", nullable: true),
                    findings = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_messages", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    channel = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    to = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    subject = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    body = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    escalationid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    nextattemptat = table.Column<long>(type: "bigint", nullable: true),
                    doneat = table.Column<long>(type: "bigint", nullable: true),
                    receipt = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outbox", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "patientmerges",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    survivorid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    priorid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    messageid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    moved = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    undoneat = table.Column<long>(type: "bigint", nullable: true),
                    undoneby = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_patientmerges", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "patients",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    family = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    given = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    birthdate = table.Column<DateOnly>(type: "date", nullable: true),
                    sex = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    deceasedat = table.Column<long>(type: "bigint", nullable: true),
                    street = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    city = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    state = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    postcode = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    phone = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ssnending = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    mrn = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    lastseenat = table.Column<long>(type: "bigint", nullable: false),
                    mergedinto = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    inquestion = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_patients", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "pendingmatches",
                columns: table => new
                {
                    patientid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    mark = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pendingmatches", x => x.patientid);
                });

            migrationBuilder.CreateTable(
                name: "people",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    login = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    about = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    subject = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    externalid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    origin = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    unprovisionedat = table.Column<long>(type: "bigint", nullable: true),
                    disabledat = table.Column<long>(type: "bigint", nullable: true),
                    disabledreason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    deputyid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    awayfrom = table.Column<long>(type: "bigint", nullable: true),
                    awayuntil = table.Column<long>(type: "bigint", nullable: true),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_people", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "provisionedgroups",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    displayname = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    externalid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_provisionedgroups", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "quarantine",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    door = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    source = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    raw = table.Column<byte[]>(type: "bytea", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    place = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    resolvedby = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    resolution = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_quarantine", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "referralevents",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    referralid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    actorname = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    from = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    to = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    text = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_referralevents", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "resourcekeys",
                columns: table => new
                {
                    patientid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    type = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    resourceid = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_resourcekeys", x => new { x.patientid, x.type, x.key });
                });

            migrationBuilder.CreateTable(
                name: "resourcestatements",
                columns: table => new
                {
                    resourceid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    messageid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    type = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    saidat = table.Column<long>(type: "bigint", nullable: false),
                    json = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_resourcestatements", x => new { x.resourceid, x.messageid });
                });

            migrationBuilder.CreateTable(
                name: "signinsessions",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    personid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    method = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    device = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    address = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    lastseenat = table.Column<long>(type: "bigint", nullable: false),
                    confirmedat = table.Column<long>(type: "bigint", nullable: false),
                    endedat = table.Column<long>(type: "bigint", nullable: true),
                    endreason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    providertoken = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_signinsessions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "teams",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    address = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    unit = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    closedat = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_teams", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "triggerdrafts",
                columns: table => new
                {
                    triggerid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    yaml = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    author = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_triggerdrafts", x => x.triggerid);
                });

            migrationBuilder.CreateTable(
                name: "triggerversions",
                columns: table => new
                {
                    triggerid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    yaml = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    author = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_triggerversions", x => new { x.triggerid, x.version });
                });

            migrationBuilder.CreateTable(
                name: "beds",
                columns: table => new
                {
                    unit = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_beds", x => new { x.unit, x.name });
                    table.ForeignKey(
                        name: "fk_beds_careunits_unit",
                        column: x => x.unit,
                        principalTable: "careunits",
                        principalColumn: "name",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "signalbatches",
                columns: table => new
                {
                    messageid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    patientid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    encounterid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    recordedat = table.Column<long>(type: "bigint", nullable: false),
                    data = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_signalbatches", x => new { x.messageid, x.patientid });
                    table.ForeignKey(
                        name: "fk_signalbatches_messages_messageid",
                        column: x => x.messageid,
                        principalTable: "messages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "encounters",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    patientid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    visit = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    type = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    unit = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    bed = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    service = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    startedat = table.Column<long>(type: "bigint", nullable: false),
                    endedat = table.Column<long>(type: "bigint", nullable: true),
                    cancelled = table.Column<bool>(type: "boolean", nullable: false),
                    movedat = table.Column<long>(type: "bigint", nullable: false),
                    changedat = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_encounters", x => x.id);
                    table.ForeignKey(
                        name: "fk_encounters_patients_patientid",
                        column: x => x.patientid,
                        principalTable: "patients",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "escalations",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    triggerid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    triggerversion = table.Column<int>(type: "integer", nullable: false),
                    triggername = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    episodekey = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    patientid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    encounterid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    unit = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    severity = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    isunknown = table.Column<bool>(type: "boolean", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ownerid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ownername = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    openedat = table.Column<long>(type: "bigint", nullable: false),
                    signalat = table.Column<long>(type: "bigint", nullable: false),
                    headline = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    narrative = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    explanation = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    spark = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    checklist = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sources = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    acknowledgedueat = table.Column<long>(type: "bigint", nullable: true),
                    acknowledgedat = table.Column<long>(type: "bigint", nullable: true),
                    actdueat = table.Column<long>(type: "bigint", nullable: true),
                    actedat = table.Column<long>(type: "bigint", nullable: true),
                    resolvedueat = table.Column<long>(type: "bigint", nullable: true),
                    resolvedat = table.Column<long>(type: "bigint", nullable: true),
                    snoozeduntil = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_escalations", x => x.id);
                    table.ForeignKey(
                        name: "fk_escalations_patients_patientid",
                        column: x => x.patientid,
                        principalTable: "patients",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "parameteroverrides",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    triggerid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    parameter = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    unit = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    patientid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    number = table.Column<string>(type: "character varying(64)", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    author = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    reason = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    expiresat = table.Column<long>(type: "bigint", nullable: true),
                    removedat = table.Column<long>(type: "bigint", nullable: true),
                    removedby = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_parameteroverrides", x => x.id);
                    table.ForeignKey(
                        name: "fk_parameteroverrides_patients_patientid",
                        column: x => x.patientid,
                        principalTable: "patients",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "patientidentifiers",
                columns: table => new
                {
                    system = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    patientid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    type = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    identifies = table.Column<bool>(type: "boolean", nullable: false),
                    sourcemessage = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_patientidentifiers", x => new { x.system, x.value, x.type, x.patientid });
                    table.ForeignKey(
                        name: "fk_patientidentifiers_patients_patientid",
                        column: x => x.patientid,
                        principalTable: "patients",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "referrals",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    service = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    patientid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    state = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    heldfrom = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    priority = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ownerid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ownername = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    dossier = table.Column<int>(type: "integer", nullable: false),
                    authorizationgate = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    consentgate = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    visitat = table.Column<long>(type: "bigint", nullable: true),
                    sourcetype = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sourceid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    openedat = table.Column<long>(type: "bigint", nullable: false),
                    enteredstateat = table.Column<long>(type: "bigint", nullable: false),
                    dueat = table.Column<long>(type: "bigint", nullable: true),
                    closedat = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_referrals", x => x.id);
                    table.ForeignKey(
                        name: "fk_referrals_patients_patientid",
                        column: x => x.patientid,
                        principalTable: "patients",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "shadowfindings",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    triggerid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    patientid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    unit = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    text = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shadowfindings", x => x.id);
                    table.ForeignKey(
                        name: "fk_shadowfindings_patients_patientid",
                        column: x => x.patientid,
                        principalTable: "patients",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "contactchannels",
                columns: table => new
                {
                    personid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ordinal = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_contactchannels", x => new { x.personid, x.kind, x.value });
                    table.ForeignKey(
                        name: "fk_contactchannels_people_personid",
                        column: x => x.personid,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "rolegrants",
                columns: table => new
                {
                    personid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    role = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    unit = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    source = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rolegrants", x => new { x.personid, x.role, x.unit, x.source });
                    table.ForeignKey(
                        name: "fk_rolegrants_people_personid",
                        column: x => x.personid,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "provisionedmembers",
                columns: table => new
                {
                    groupid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    personid = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_provisionedmembers", x => new { x.groupid, x.personid });
                    table.ForeignKey(
                        name: "fk_provisionedmembers_people_personid",
                        column: x => x.personid,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_provisionedmembers_provisionedgroups_groupid",
                        column: x => x.groupid,
                        principalTable: "provisionedgroups",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "teammembers",
                columns: table => new
                {
                    teamid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    personid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    source = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_teammembers", x => new { x.teamid, x.personid, x.source });
                    table.ForeignKey(
                        name: "fk_teammembers_people_personid",
                        column: x => x.personid,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_teammembers_teams_teamid",
                        column: x => x.teamid,
                        principalTable: "teams",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_apikeys_secrethash",
                table: "apikeys",
                column: "secrethash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_breakglassgrants_personid_endsat",
                table: "breakglassgrants",
                columns: new[] { "personid", "endsat" });

            migrationBuilder.CreateIndex(
                name: "ix_breakglassgrants_verdict_openedat",
                table: "breakglassgrants",
                columns: new[] { "verdict", "openedat" });

            migrationBuilder.CreateIndex(
                name: "ix_contexts_patientid_at",
                table: "contexts",
                columns: new[] { "patientid", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_dueevaluations_dueat",
                table: "dueevaluations",
                column: "dueat");

            migrationBuilder.CreateIndex(
                name: "ix_encounters_patientid_visit",
                table: "encounters",
                columns: new[] { "patientid", "visit" });

            migrationBuilder.CreateIndex(
                name: "ix_episodes_patientid",
                table: "episodes",
                column: "patientid");

            migrationBuilder.CreateIndex(
                name: "ix_escalationevents_escalationid",
                table: "escalationevents",
                column: "escalationid");

            migrationBuilder.CreateIndex(
                name: "ix_escalations_openedat",
                table: "escalations",
                column: "openedat");

            migrationBuilder.CreateIndex(
                name: "ix_escalations_patientid",
                table: "escalations",
                column: "patientid");

            migrationBuilder.CreateIndex(
                name: "ix_escalations_status_openedat",
                table: "escalations",
                columns: new[] { "status", "openedat" });

            migrationBuilder.CreateIndex(
                name: "ix_escalations_triggerid",
                table: "escalations",
                column: "triggerid");

            migrationBuilder.CreateIndex(
                name: "ix_fhirindex_type_parameter_text_low",
                table: "fhirindex",
                columns: new[] { "type", "parameter", "text", "low" });

            migrationBuilder.CreateIndex(
                name: "ix_fhirresources_patientid_type",
                table: "fhirresources",
                columns: new[] { "patientid", "type" });

            migrationBuilder.CreateIndex(
                name: "ix_idempotentanswers_at",
                table: "idempotentanswers",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_identityreviews_candidateid",
                table: "identityreviews",
                column: "candidateid");

            migrationBuilder.CreateIndex(
                name: "ix_identityreviews_decision_at",
                table: "identityreviews",
                columns: new[] { "decision", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_identityreviews_patientid",
                table: "identityreviews",
                column: "patientid");

            migrationBuilder.CreateIndex(
                name: "ix_laddersteps_state_dueat",
                table: "laddersteps",
                columns: new[] { "state", "dueat" });

            migrationBuilder.CreateIndex(
                name: "ix_ledger_kind",
                table: "ledger",
                column: "kind");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_subjecttype_subjectid",
                table: "ledger",
                columns: new[] { "subjecttype", "subjectid" });

            migrationBuilder.CreateIndex(
                name: "ix_messages_dedupkey",
                table: "messages",
                column: "dedupkey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_messages_receivedat",
                table: "messages",
                column: "receivedat");

            migrationBuilder.CreateIndex(
                name: "ix_messages_source_receivedat",
                table: "messages",
                columns: new[] { "source", "receivedat" });

            migrationBuilder.CreateIndex(
                name: "ix_outbox_escalationid",
                table: "outbox",
                column: "escalationid");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_status_nextattemptat",
                table: "outbox",
                columns: new[] { "status", "nextattemptat" });

            migrationBuilder.CreateIndex(
                name: "ix_parameteroverrides_patientid",
                table: "parameteroverrides",
                column: "patientid");

            migrationBuilder.CreateIndex(
                name: "ix_parameteroverrides_triggerid_at",
                table: "parameteroverrides",
                columns: new[] { "triggerid", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_patientidentifiers_patientid",
                table: "patientidentifiers",
                column: "patientid");

            migrationBuilder.CreateIndex(
                name: "ix_patientidentifiers_value",
                table: "patientidentifiers",
                column: "value");

            migrationBuilder.CreateIndex(
                name: "ix_patientmerges_priorid",
                table: "patientmerges",
                column: "priorid");

            migrationBuilder.CreateIndex(
                name: "ix_patientmerges_survivorid",
                table: "patientmerges",
                column: "survivorid");

            migrationBuilder.CreateIndex(
                name: "ix_pendingmatches_mark",
                table: "pendingmatches",
                column: "mark");

            migrationBuilder.CreateIndex(
                name: "ix_people_externalid",
                table: "people",
                column: "externalid");

            migrationBuilder.CreateIndex(
                name: "ix_people_login",
                table: "people",
                column: "login",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_people_subject",
                table: "people",
                column: "subject");

            migrationBuilder.CreateIndex(
                name: "ix_provisionedmembers_personid",
                table: "provisionedmembers",
                column: "personid");

            migrationBuilder.CreateIndex(
                name: "ix_quarantine_hash",
                table: "quarantine",
                column: "hash");

            migrationBuilder.CreateIndex(
                name: "ix_quarantine_status_at",
                table: "quarantine",
                columns: new[] { "status", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_referralevents_referralid",
                table: "referralevents",
                column: "referralid");

            migrationBuilder.CreateIndex(
                name: "ix_referrals_patientid",
                table: "referrals",
                column: "patientid");

            migrationBuilder.CreateIndex(
                name: "ix_referrals_sourceid",
                table: "referrals",
                column: "sourceid");

            migrationBuilder.CreateIndex(
                name: "ix_referrals_state",
                table: "referrals",
                column: "state");

            migrationBuilder.CreateIndex(
                name: "ix_resourcekeys_resourceid",
                table: "resourcekeys",
                column: "resourceid");

            migrationBuilder.CreateIndex(
                name: "ix_shadowfindings_patientid",
                table: "shadowfindings",
                column: "patientid");

            migrationBuilder.CreateIndex(
                name: "ix_shadowfindings_triggerid_version_at",
                table: "shadowfindings",
                columns: new[] { "triggerid", "version", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_signalbatches_patientid_recordedat",
                table: "signalbatches",
                columns: new[] { "patientid", "recordedat" });

            migrationBuilder.CreateIndex(
                name: "ix_signalbatches_recordedat",
                table: "signalbatches",
                column: "recordedat");

            migrationBuilder.CreateIndex(
                name: "ix_signinsessions_endedat",
                table: "signinsessions",
                column: "endedat");

            migrationBuilder.CreateIndex(
                name: "ix_signinsessions_personid_endedat",
                table: "signinsessions",
                columns: new[] { "personid", "endedat" });

            migrationBuilder.CreateIndex(
                name: "ix_teammembers_personid",
                table: "teammembers",
                column: "personid");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "apikeys");

            migrationBuilder.DropTable(
                name: "beds");

            migrationBuilder.DropTable(
                name: "breakglassgrants");

            migrationBuilder.DropTable(
                name: "contactchannels");

            migrationBuilder.DropTable(
                name: "contexts");

            migrationBuilder.DropTable(
                name: "dueevaluations");

            migrationBuilder.DropTable(
                name: "encounters");

            migrationBuilder.DropTable(
                name: "episodes");

            migrationBuilder.DropTable(
                name: "escalationevents");

            migrationBuilder.DropTable(
                name: "escalations");

            migrationBuilder.DropTable(
                name: "fhirindex");

            migrationBuilder.DropTable(
                name: "fhirresources");

            migrationBuilder.DropTable(
                name: "fhirunindexed");

            migrationBuilder.DropTable(
                name: "fhirversions");

            migrationBuilder.DropTable(
                name: "heartbeats");

            migrationBuilder.DropTable(
                name: "idempotentanswers");

            migrationBuilder.DropTable(
                name: "identityreviews");

            migrationBuilder.DropTable(
                name: "laddersteps");

            migrationBuilder.DropTable(
                name: "ledger");

            migrationBuilder.DropTable(
                name: "localcredentials");

            migrationBuilder.DropTable(
                name: "outbox");

            migrationBuilder.DropTable(
                name: "parameteroverrides");

            migrationBuilder.DropTable(
                name: "patientidentifiers");

            migrationBuilder.DropTable(
                name: "patientmerges");

            migrationBuilder.DropTable(
                name: "pendingmatches");

            migrationBuilder.DropTable(
                name: "provisionedmembers");

            migrationBuilder.DropTable(
                name: "quarantine");

            migrationBuilder.DropTable(
                name: "referralevents");

            migrationBuilder.DropTable(
                name: "referrals");

            migrationBuilder.DropTable(
                name: "resourcekeys");

            migrationBuilder.DropTable(
                name: "resourcestatements");

            migrationBuilder.DropTable(
                name: "rolegrants");

            migrationBuilder.DropTable(
                name: "shadowfindings");

            migrationBuilder.DropTable(
                name: "signalbatches");

            migrationBuilder.DropTable(
                name: "signinsessions");

            migrationBuilder.DropTable(
                name: "teammembers");

            migrationBuilder.DropTable(
                name: "triggerdrafts");

            migrationBuilder.DropTable(
                name: "triggerversions");

            migrationBuilder.DropTable(
                name: "careunits");

            migrationBuilder.DropTable(
                name: "provisionedgroups");

            migrationBuilder.DropTable(
                name: "patients");

            migrationBuilder.DropTable(
                name: "messages");

            migrationBuilder.DropTable(
                name: "people");

            migrationBuilder.DropTable(
                name: "teams");
        }
    }
}
