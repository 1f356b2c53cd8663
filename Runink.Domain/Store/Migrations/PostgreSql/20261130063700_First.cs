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
                name: "assistedrecords",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    referralid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    suggested = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    words = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    points = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    accepted = table.Column<bool>(type: "boolean", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    right = table.Column<bool>(type: "boolean", nullable: true),
                    settledat = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assistedrecords", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "assistedswitches",
                columns: table => new
                {
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    offsince = table.Column<long>(type: "bigint", nullable: true),
                    why = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    countedfrom = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assistedswitches", x => x.kind);
                });

            migrationBuilder.CreateTable(
                name: "authorizationrequests",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    referralid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    payer = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    channel = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    servicetype = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    procedure = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    diagnoses = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    units = table.Column<int>(type: "integer", nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: false),
                    isurgent = table.Column<bool>(type: "boolean", nullable: false),
                    memberid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    content = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    controlnumber = table.Column<int>(type: "integer", nullable: true),
                    preparedat = table.Column<long>(type: "bigint", nullable: false),
                    preparedby = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    state = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    maybethere = table.Column<bool>(type: "boolean", nullable: false),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    inquiries = table.Column<int>(type: "integer", nullable: false),
                    nextat = table.Column<long>(type: "bigint", nullable: true),
                    sentat = table.Column<long>(type: "bigint", nullable: true),
                    problem = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    answeredat = table.Column<long>(type: "bigint", nullable: true),
                    decision = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    action = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    number = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    answeredunits = table.Column<int>(type: "integer", nullable: true),
                    answeredfrom = table.Column<DateOnly>(type: "date", nullable: true),
                    answereduntil = table.Column<DateOnly>(type: "date", nullable: true),
                    reasons = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    answerhash = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    heardhow = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    heardfrom = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_authorizationrequests", x => x.id);
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
                name: "channelproofs",
                columns: table => new
                {
                    personid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    codehash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sentat = table.Column<long>(type: "bigint", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_channelproofs", x => new { x.personid, x.kind, x.value });
                });

            migrationBuilder.CreateTable(
                name: "contactpreferences",
                columns: table => new
                {
                    patientid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    nomessages = table.Column<bool>(type: "boolean", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_contactpreferences", x => x.patientid);
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
                name: "coordinationtasks",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    referralid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    causeid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    text = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    dueat = table.Column<long>(type: "bigint", nullable: true),
                    hasowndue = table.Column<bool>(type: "boolean", nullable: false),
                    ownerid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ownername = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    createdby = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    state = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    endedat = table.Column<long>(type: "bigint", nullable: true),
                    endedby = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_coordinationtasks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "deliveryevents",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    messageid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    word = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    text = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deliveryevents", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "devicereadings",
                columns: table => new
                {
                    deviceid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    messageid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    patientid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    sentat = table.Column<long>(type: "bigint", nullable: true),
                    receivedat = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_devicereadings", x => new { x.deviceid, x.messageid, x.patientid });
                });

            migrationBuilder.CreateTable(
                name: "devices",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    system = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    maker = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    model = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    source = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    firstheardat = table.Column<long>(type: "bigint", nullable: false),
                    lastheardat = table.Column<long>(type: "bigint", nullable: false),
                    battery = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    batteryat = table.Column<long>(type: "bigint", nullable: true),
                    worn = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    wornat = table.Column<long>(type: "bigint", nullable: true),
                    clock = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_devices", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "dischargechecklists",
                columns: table => new
                {
                    unit = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    items = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    changedat = table.Column<long>(type: "bigint", nullable: false),
                    changedby = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dischargechecklists", x => x.unit);
                });

            migrationBuilder.CreateTable(
                name: "dischargeplans",
                columns: table => new
                {
                    encounterid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    checklist = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    openitems = table.Column<int>(type: "integer", nullable: false),
                    expectedat = table.Column<long>(type: "bigint", nullable: true),
                    begunat = table.Column<long>(type: "bigint", nullable: false),
                    begunby = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    closedat = table.Column<long>(type: "bigint", nullable: true),
                    closedreason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dischargeplans", x => x.encounterid);
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
                name: "escalationacknowledgements",
                columns: table => new
                {
                    escalationid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    personid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    personname = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_escalationacknowledgements", x => new { x.escalationid, x.personid });
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
                name: "escalationrequests",
                columns: table => new
                {
                    escalationid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    personid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    item = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    settledat = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_escalationrequests", x => new { x.escalationid, x.personid, x.kind, x.item });
                });

            migrationBuilder.CreateTable(
                name: "feedcontracts",
                columns: table => new
                {
                    version = table.Column<int>(type: "integer", nullable: false),
                    contractid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    yaml = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    author = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    ground = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    reviewid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    approvedbyid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    approvedby = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    reason = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_feedcontracts", x => new { x.contractid, x.version });
                });

            migrationBuilder.CreateTable(
                name: "feedhours",
                columns: table => new
                {
                    source = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    hour = table.Column<long>(type: "bigint", nullable: false),
                    counts = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    isover = table.Column<bool>(type: "boolean", nullable: false),
                    isheard = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_feedhours", x => new { x.source, x.hour });
                });

            migrationBuilder.CreateTable(
                name: "feedprofiledrafts",
                columns: table => new
                {
                    profileid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    yaml = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    steps = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sample = table.Column<byte[]>(type: "bytea", nullable: true),
                    sampleat = table.Column<long>(type: "bigint", nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    author = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    editors = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_feedprofiledrafts", x => x.profileid);
                });

            migrationBuilder.CreateTable(
                name: "feedprofiles",
                columns: table => new
                {
                    version = table.Column<int>(type: "integer", nullable: false),
                    profileid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    yaml = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    author = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    ground = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    reviewid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    approvedbyid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    approvedby = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    reason = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_feedprofiles", x => new { x.profileid, x.version });
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
                name: "healthcareservices",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    specialty = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    address = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    postcodes = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    payers = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    languages = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    weeklycapacity = table.Column<int>(type: "integer", nullable: true),
                    nextopening = table.Column<DateOnly>(type: "date", nullable: true),
                    capacityat = table.Column<long>(type: "bigint", nullable: true),
                    agefrom = table.Column<int>(type: "integer", nullable: true),
                    ageto = table.Column<int>(type: "integer", nullable: true),
                    channel = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    contact = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    openingtimes = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    slotsuntil = table.Column<DateOnly>(type: "date", nullable: true),
                    schedules = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    reminders = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_healthcareservices", x => x.id);
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
                name: "intakerules",
                columns: table => new
                {
                    version = table.Column<int>(type: "integer", nullable: false),
                    rulesid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    yaml = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    author = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    ground = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    reviewid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    approvedbyid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    approvedby = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    reason = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_intakerules", x => new { x.rulesid, x.version });
                });

            migrationBuilder.CreateTable(
                name: "kpinotes",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    unit = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    text = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    byid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    byname = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_kpinotes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "kpitargets",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kpi = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    unit = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    amount = table.Column<string>(type: "character varying(64)", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    setbyid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    setbyname = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    setat = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_kpitargets", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "laddersteps",
                columns: table => new
                {
                    escalationid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    step = table.Column<int>(type: "integer", nullable: false),
                    to = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    dueat = table.Column<long>(type: "bigint", nullable: false),
                    after = table.Column<long>(type: "bigint", nullable: false),
                    round = table.Column<int>(type: "integer", nullable: false),
                    message = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    byall = table.Column<bool>(type: "boolean", nullable: false),
                    hours = table.Column<string>(type: "text", nullable: true, collation: "C"),
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
                name: "operationaltasks",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    severity = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    headline = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    detail = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    href = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    openedat = table.Column<long>(type: "bigint", nullable: false),
                    ownerid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ownername = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    closedat = table.Column<long>(type: "bigint", nullable: true),
                    closedby = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    closedreason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_operationaltasks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    channel = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    to = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    who = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    subject = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    body = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    isprivate = table.Column<bool>(type: "boolean", nullable: false),
                    content = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    escalationid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    referralid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    recipientid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    step = table.Column<int>(type: "integer", nullable: true),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    nextattemptat = table.Column<long>(type: "bigint", nullable: true),
                    doneat = table.Column<long>(type: "bigint", nullable: true),
                    isheld = table.Column<bool>(type: "boolean", nullable: false),
                    receipt = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    reference = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    acceptedat = table.Column<long>(type: "bigint", nullable: true),
                    deliveredat = table.Column<long>(type: "bigint", nullable: true),
                    seenat = table.Column<long>(type: "bigint", nullable: true),
                    acknowledgedat = table.Column<long>(type: "bigint", nullable: true),
                    refusedat = table.Column<long>(type: "bigint", nullable: true),
                    lastword = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    nextlookat = table.Column<long>(type: "bigint", nullable: true),
                    looks = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outbox", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "partnerlinks",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    referralid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    tokenhash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    recipient = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    createdby = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    expiresat = table.Column<long>(type: "bigint", nullable: false),
                    revokedat = table.Column<long>(type: "bigint", nullable: true),
                    firstseenat = table.Column<long>(type: "bigint", nullable: true),
                    lastseenat = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_partnerlinks", x => x.id);
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
                    bornat = table.Column<long>(type: "bigint", nullable: true),
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
                name: "policyversions",
                columns: table => new
                {
                    policyid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    yaml = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    author = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_policyversions", x => new { x.policyid, x.version });
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
                    deviceid = table.Column<string>(type: "text", nullable: true, collation: "C"),
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
                name: "recipientchoices",
                columns: table => new
                {
                    referralid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    serviceid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    rank = table.Column<int>(type: "integer", nullable: false),
                    points = table.Column<int>(type: "integer", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    acceptedat = table.Column<long>(type: "bigint", nullable: true),
                    declinedat = table.Column<long>(type: "bigint", nullable: true),
                    seenat = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_recipientchoices", x => new { x.referralid, x.ordinal });
                });

            migrationBuilder.CreateTable(
                name: "referralannouncements",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    referralid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    eventid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    audience = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    party = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    partyname = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    news = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    dialect = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    to = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    byhandbecause = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    linkid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    supersededby = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    toldat = table.Column<long>(type: "bigint", nullable: true),
                    toldby = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    toldhow = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    toldwhom = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    toldevidence = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_referralannouncements", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "referralcharges",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    referralid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    match = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    matchedby = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    number = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    text = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    units = table.Column<int>(type: "integer", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: true),
                    costcentre = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    amount = table.Column<string>(type: "character varying(64)", nullable: true),
                    currency = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    isreversed = table.Column<bool>(type: "boolean", nullable: false),
                    receivedat = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_referralcharges", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "referraldocuments",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    referralid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    contenttype = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    bytes = table.Column<int>(type: "integer", nullable: false),
                    sha256 = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    content = table.Column<byte[]>(type: "bytea", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    fromname = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    item = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    isreport = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_referraldocuments", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "referralevents",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    referralid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    actorid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    actorname = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    date = table.Column<long>(type: "bigint", nullable: true),
                    from = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    to = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    text = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    barrier = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    evaluated = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_referralevents", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "referralsegments",
                columns: table => new
                {
                    referralid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    startedat = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    waitson = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    priority = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ownerid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ownername = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    dueat = table.Column<long>(type: "bigint", nullable: true),
                    cause = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_referralsegments", x => new { x.referralid, x.ordinal });
                });

            migrationBuilder.CreateTable(
                name: "repositoryfiles",
                columns: table => new
                {
                    repository = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    path = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    subjectid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    blob = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    texthash = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    commit = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    author = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    message = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    committedat = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    findings = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    reviewid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_repositoryfiles", x => new { x.repository, x.path });
                });

            migrationBuilder.CreateTable(
                name: "repositorystates",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    branch = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    folder = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ispaused = table.Column<bool>(type: "boolean", nullable: false),
                    commit = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    commitauthor = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    commitmessage = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    commitat = table.Column<long>(type: "bigint", nullable: true),
                    fetchedat = table.Column<long>(type: "bigint", nullable: true),
                    takenat = table.Column<long>(type: "bigint", nullable: true),
                    triedat = table.Column<long>(type: "bigint", nullable: true),
                    wantedat = table.Column<long>(type: "bigint", nullable: true),
                    pushedat = table.Column<long>(type: "bigint", nullable: true),
                    problem = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    remark = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    others = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_repositorystates", x => x.name);
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
                name: "reviewcomments",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    reviewid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    line = table.Column<int>(type: "integer", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    authorid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    authorname = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reviewcomments", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "rotas",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    definition = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    closedat = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rotas", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "savedviews",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    area = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ownerid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ownername = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    query = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    isshared = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_savedviews", x => x.id);
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
                name: "slasegments",
                columns: table => new
                {
                    escalationid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    startedat = table.Column<long>(type: "bigint", nullable: false),
                    runs = table.Column<bool>(type: "boolean", nullable: false),
                    ownerid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ownername = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    severity = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    calendar = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    policy = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    cause = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_slasegments", x => new { x.escalationid, x.ordinal });
                });

            migrationBuilder.CreateTable(
                name: "slotbookings",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    slotid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    holds = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    referralid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    serviceid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    servicename = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    startsat = table.Column<long>(type: "bigint", nullable: false),
                    endsat = table.Column<long>(type: "bigint", nullable: false),
                    place = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    bookedat = table.Column<long>(type: "bigint", nullable: false),
                    bookedby = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    endedat = table.Column<long>(type: "bigint", nullable: true),
                    endedwith = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    endreason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    endedby = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_slotbookings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "slotoffers",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    slotid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    holds = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    referralid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    entryid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    serviceid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    servicename = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    startsat = table.Column<long>(type: "bigint", nullable: false),
                    endsat = table.Column<long>(type: "bigint", nullable: false),
                    place = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    channel = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    offeredat = table.Column<long>(type: "bigint", nullable: false),
                    saidat = table.Column<long>(type: "bigint", nullable: false),
                    expiresat = table.Column<long>(type: "bigint", nullable: false),
                    behind = table.Column<int>(type: "integer", nullable: false),
                    endedat = table.Column<long>(type: "bigint", nullable: true),
                    outcome = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    endedby = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    reason = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_slotoffers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "slots",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    source = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sourcekey = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    scheduleid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    serviceid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    startsat = table.Column<long>(type: "bigint", nullable: false),
                    endsat = table.Column<long>(type: "bigint", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    servicetype = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    place = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    changedat = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_slots", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "sourcestates",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    watermark = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    watermarkkind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    validator = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    columns = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    lastpullat = table.Column<long>(type: "bigint", nullable: true),
                    lastsuccessat = table.Column<long>(type: "bigint", nullable: true),
                    lastrowat = table.Column<long>(type: "bigint", nullable: true),
                    nextpullat = table.Column<long>(type: "bigint", nullable: true),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    problem = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    fault = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    remark = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    taken = table.Column<long>(type: "bigint", nullable: false),
                    refused = table.Column<long>(type: "bigint", nullable: false),
                    lasttaken = table.Column<int>(type: "integer", nullable: false),
                    lastknown = table.Column<int>(type: "integer", nullable: false),
                    lastrefused = table.Column<int>(type: "integer", nullable: false),
                    takesrefusedagain = table.Column<bool>(type: "boolean", nullable: false),
                    generation = table.Column<int>(type: "integer", nullable: false),
                    ispaused = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sourcestates", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "subscriptionevents",
                columns: table => new
                {
                    subscriptionid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    focustype = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    focussystem = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    focusid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_subscriptionevents", x => new { x.subscriptionid, x.number });
                });

            migrationBuilder.CreateTable(
                name: "takenrows",
                columns: table => new
                {
                    source = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    rowkey = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    content = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    refused = table.Column<bool>(type: "boolean", nullable: false),
                    messageid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    seenat = table.Column<long>(type: "bigint", nullable: false),
                    position = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_takenrows", x => new { x.source, x.rowkey });
                });

            migrationBuilder.CreateTable(
                name: "takensignatures",
                columns: table => new
                {
                    digest = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    until = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_takensignatures", x => x.digest);
                });

            migrationBuilder.CreateTable(
                name: "taskchanges",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    taskid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_taskchanges", x => x.id);
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
                name: "textreviews",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    subjectid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    yaml = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    texthash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    baseversion = table.Column<int>(type: "integer", nullable: true),
                    authorid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    authorname = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    editors = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    note = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    decidedbyid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    decidedbyname = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    decidedat = table.Column<long>(type: "bigint", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    publishat = table.Column<long>(type: "bigint", nullable: true),
                    problem = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    publishedversion = table.Column<int>(type: "integer", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    repository = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    repositorypath = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    commit = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_textreviews", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "topicsubscriptions",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    topic = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    endpoint = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    address = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    payload = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    heartbeatseconds = table.Column<int>(type: "integer", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    createdby = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    error = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    events = table.Column<long>(type: "bigint", nullable: false),
                    cursor = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    lastsaidat = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_topicsubscriptions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "trayfiles",
                columns: table => new
                {
                    itemid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    contenttype = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    bytes = table.Column<int>(type: "integer", nullable: false),
                    sha256 = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    content = table.Column<byte[]>(type: "bytea", nullable: false),
                    text = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    pages = table.Column<int>(type: "integer", nullable: false),
                    fault = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    readat = table.Column<long>(type: "bigint", nullable: true),
                    tries = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trayfiles", x => new { x.itemid, x.ordinal });
                });

            migrationBuilder.CreateTable(
                name: "trayitems",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    door = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    fromname = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    broughtbyid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    sha256 = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    receivedat = table.Column<long>(type: "bigint", nullable: false),
                    patientid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    documentid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    remark = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    state = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    workerid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    workername = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    workuntil = table.Column<long>(type: "bigint", nullable: true),
                    decidedat = table.Column<long>(type: "bigint", nullable: true),
                    decidedby = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    referralid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trayitems", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "triggerdrafts",
                columns: table => new
                {
                    triggerid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    yaml = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    author = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    editors = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_triggerdrafts", x => x.triggerid);
                });

            migrationBuilder.CreateTable(
                name: "triggerexamples",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    triggerid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    shouldfire = table.Column<bool>(type: "boolean", nullable: false),
                    causehash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    test = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    isfaithful = table.Column<bool>(type: "boolean", nullable: false),
                    note = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    sentby = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sentat = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    settledby = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    settledat = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_triggerexamples", x => x.id);
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
                    status = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ground = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    reviewid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    approvedbyid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    approvedby = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    reason = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_triggerversions", x => new { x.triggerid, x.version });
                });

            migrationBuilder.CreateTable(
                name: "visitmessages",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    referralid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    language = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    channel = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    tokenhash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    visitat = table.Column<long>(type: "bigint", nullable: true),
                    place = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    address = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    createdby = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sendat = table.Column<long>(type: "bigint", nullable: false),
                    expiresat = table.Column<long>(type: "bigint", nullable: false),
                    offerid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    revokedat = table.Column<long>(type: "bigint", nullable: true),
                    seenat = table.Column<long>(type: "bigint", nullable: true),
                    answeredat = table.Column<long>(type: "bigint", nullable: true),
                    answer = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    barrier = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    counted = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_visitmessages", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "visitreminders",
                columns: table => new
                {
                    referralid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    visitat = table.Column<long>(type: "bigint", nullable: false),
                    hoursbefore = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    messageid = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_visitreminders", x => new { x.referralid, x.visitat, x.hoursbefore });
                });

            migrationBuilder.CreateTable(
                name: "waitlistentries",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    holds = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    referralid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    serviceid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    servicename = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    earliest = table.Column<DateOnly>(type: "date", nullable: true),
                    suits = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    noticehours = table.Column<int>(type: "integer", nullable: false),
                    channel = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    addedat = table.Column<long>(type: "bigint", nullable: false),
                    addedby = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    endedat = table.Column<long>(type: "bigint", nullable: true),
                    endedbecause = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_waitlistentries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "worklimits",
                columns: table => new
                {
                    state = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    laneby = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    lane = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    most = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_worklimits", x => new { x.state, x.laneby, x.lane });
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
                name: "devicepairings",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    deviceid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    patientid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    fromat = table.Column<long>(type: "bigint", nullable: false),
                    untilat = table.Column<long>(type: "bigint", nullable: true),
                    pairedby = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    pairedat = table.Column<long>(type: "bigint", nullable: false),
                    note = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    endedby = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_devicepairings", x => x.id);
                    table.ForeignKey(
                        name: "fk_devicepairings_devices_deviceid",
                        column: x => x.deviceid,
                        principalTable: "devices",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_devicepairings_patients_patientid",
                        column: x => x.patientid,
                        principalTable: "patients",
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
                    expectedendat = table.Column<long>(type: "bigint", nullable: true),
                    expectedsaidat = table.Column<long>(type: "bigint", nullable: false),
                    isdischargepending = table.Column<bool>(type: "boolean", nullable: false),
                    pendingsaidat = table.Column<long>(type: "bigint", nullable: false),
                    preparefrom = table.Column<long>(type: "bigint", nullable: true),
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
                    calendar = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    policy = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    fallback = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    acknowledgedueat = table.Column<long>(type: "bigint", nullable: true),
                    acknowledgedat = table.Column<long>(type: "bigint", nullable: true),
                    ackholds = table.Column<bool>(type: "boolean", nullable: false),
                    ackexpires = table.Column<long>(type: "bigint", nullable: true),
                    ackexpiresat = table.Column<long>(type: "bigint", nullable: true),
                    actdueat = table.Column<long>(type: "bigint", nullable: true),
                    actedat = table.Column<long>(type: "bigint", nullable: true),
                    resolvedueat = table.Column<long>(type: "bigint", nullable: true),
                    nextwarningat = table.Column<long>(type: "bigint", nullable: true),
                    resolvedat = table.Column<long>(type: "bigint", nullable: true),
                    snoozeduntil = table.Column<long>(type: "bigint", nullable: true),
                    mutedby = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    mutedreason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    mutedat = table.Column<long>(type: "bigint", nullable: true),
                    offeredtoid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    offeredtoname = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    offeredat = table.Column<long>(type: "bigint", nullable: true),
                    wasuseful = table.Column<bool>(type: "boolean", nullable: true),
                    notusefulreason = table.Column<string>(type: "text", nullable: true, collation: "C"),
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
                    orderedpriority = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ownerid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ownername = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    workerid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    workername = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    workuntil = table.Column<long>(type: "bigint", nullable: true),
                    changedat = table.Column<long>(type: "bigint", nullable: false),
                    dossier = table.Column<int>(type: "integer", nullable: false),
                    assessedat = table.Column<long>(type: "bigint", nullable: true),
                    dossierconfirmed = table.Column<bool>(type: "boolean", nullable: false),
                    rules = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    payer = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    unit = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    recipientid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    recipientname = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    declines = table.Column<int>(type: "integer", nullable: false),
                    authorizationgate = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    consentgate = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    authorizationsubmittedat = table.Column<long>(type: "bigint", nullable: true),
                    authorizationdecidedat = table.Column<long>(type: "bigint", nullable: true),
                    appealdueat = table.Column<long>(type: "bigint", nullable: true),
                    authorizeduntil = table.Column<long>(type: "bigint", nullable: true),
                    authorizedfrom = table.Column<long>(type: "bigint", nullable: true),
                    authorizedunits = table.Column<int>(type: "integer", nullable: true),
                    unitsused = table.Column<int>(type: "integer", nullable: false),
                    authorizationnumber = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    authorizationwarned = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    visitat = table.Column<long>(type: "bigint", nullable: true),
                    openexceptions = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    overridden = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    attemptedby = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    firstattemptat = table.Column<long>(type: "bigint", nullable: true),
                    barrier = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    sourcetype = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sourceid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    openedat = table.Column<long>(type: "bigint", nullable: false),
                    enteredstateat = table.Column<long>(type: "bigint", nullable: false),
                    heldstateenteredat = table.Column<long>(type: "bigint", nullable: true),
                    paused = table.Column<long>(type: "bigint", nullable: false),
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
                name: "silences",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    triggerid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    unit = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    patientid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    coverscritical = table.Column<bool>(type: "boolean", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ownerid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ownername = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    from = table.Column<long>(type: "bigint", nullable: false),
                    until = table.Column<long>(type: "bigint", nullable: false),
                    begunat = table.Column<long>(type: "bigint", nullable: true),
                    endedat = table.Column<long>(type: "bigint", nullable: true),
                    endedby = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_silences", x => x.id);
                    table.ForeignKey(
                        name: "fk_silences_patients_patientid",
                        column: x => x.patientid,
                        principalTable: "patients",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "contactchannels",
                columns: table => new
                {
                    personid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    verifiedat = table.Column<long>(type: "bigint", nullable: true),
                    isown = table.Column<bool>(type: "boolean", nullable: false),
                    quietfrom = table.Column<long>(type: "bigint", nullable: true),
                    quietuntil = table.Column<long>(type: "bigint", nullable: true),
                    minseverity = table.Column<string>(type: "text", nullable: true, collation: "C")
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
                name: "passkeys",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    personid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    credentialhash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    credentialid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    publickey = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    signcount = table.Column<long>(type: "bigint", nullable: false),
                    isbackupeligible = table.Column<bool>(type: "boolean", nullable: false),
                    isbackedup = table.Column<bool>(type: "boolean", nullable: false),
                    transports = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    usedat = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_passkeys", x => x.id);
                    table.ForeignKey(
                        name: "fk_passkeys_people_personid",
                        column: x => x.personid,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "pushdevices",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    personid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    endpoint = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    p256dh = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    auth = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    senderkey = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    takenat = table.Column<long>(type: "bigint", nullable: true),
                    endedat = table.Column<long>(type: "bigint", nullable: true),
                    endedwhy = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pushdevices", x => x.id);
                    table.ForeignKey(
                        name: "fk_pushdevices_people_personid",
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
                name: "rotaoverrides",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    rotaid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    personid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    insteadofid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    from = table.Column<long>(type: "bigint", nullable: false),
                    until = table.Column<long>(type: "bigint", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    setbyid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    setbyname = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    setat = table.Column<long>(type: "bigint", nullable: false),
                    withdrawnat = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rotaoverrides", x => x.id);
                    table.ForeignKey(
                        name: "fk_rotaoverrides_rotas_rotaid",
                        column: x => x.rotaid,
                        principalTable: "rotas",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "shiftswaps",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    rotaid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    askedbyid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    from = table.Column<long>(type: "bigint", nullable: false),
                    until = table.Column<long>(type: "bigint", nullable: false),
                    otherid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    otherfrom = table.Column<long>(type: "bigint", nullable: false),
                    otheruntil = table.Column<long>(type: "bigint", nullable: false),
                    note = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    askedat = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    answeredat = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shiftswaps", x => x.id);
                    table.ForeignKey(
                        name: "fk_shiftswaps_rotas_rotaid",
                        column: x => x.rotaid,
                        principalTable: "rotas",
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
                name: "ix_assistedrecords_kind_settledat",
                table: "assistedrecords",
                columns: new[] { "kind", "settledat" });

            migrationBuilder.CreateIndex(
                name: "ix_assistedrecords_referralid",
                table: "assistedrecords",
                column: "referralid");

            migrationBuilder.CreateIndex(
                name: "ix_authorizationrequests_answeredat",
                table: "authorizationrequests",
                column: "answeredat");

            migrationBuilder.CreateIndex(
                name: "ix_authorizationrequests_controlnumber",
                table: "authorizationrequests",
                column: "controlnumber",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_authorizationrequests_nextat",
                table: "authorizationrequests",
                column: "nextat");

            migrationBuilder.CreateIndex(
                name: "ix_authorizationrequests_referralid",
                table: "authorizationrequests",
                column: "referralid");

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
                name: "ix_coordinationtasks_causeid",
                table: "coordinationtasks",
                column: "causeid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_coordinationtasks_referralid",
                table: "coordinationtasks",
                column: "referralid");

            migrationBuilder.CreateIndex(
                name: "ix_coordinationtasks_state",
                table: "coordinationtasks",
                column: "state");

            migrationBuilder.CreateIndex(
                name: "ix_deliveryevents_messageid",
                table: "deliveryevents",
                column: "messageid");

            migrationBuilder.CreateIndex(
                name: "ix_devicepairings_deviceid",
                table: "devicepairings",
                column: "deviceid");

            migrationBuilder.CreateIndex(
                name: "ix_devicepairings_patientid",
                table: "devicepairings",
                column: "patientid");

            migrationBuilder.CreateIndex(
                name: "ix_devicereadings_deviceid_receivedat",
                table: "devicereadings",
                columns: new[] { "deviceid", "receivedat" });

            migrationBuilder.CreateIndex(
                name: "ix_devicereadings_patientid",
                table: "devicereadings",
                column: "patientid");

            migrationBuilder.CreateIndex(
                name: "ix_devicereadings_receivedat",
                table: "devicereadings",
                column: "receivedat");

            migrationBuilder.CreateIndex(
                name: "ix_devices_lastheardat",
                table: "devices",
                column: "lastheardat");

            migrationBuilder.CreateIndex(
                name: "ix_devices_system_value",
                table: "devices",
                columns: new[] { "system", "value" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_dischargeplans_closedat",
                table: "dischargeplans",
                column: "closedat");

            migrationBuilder.CreateIndex(
                name: "ix_dueevaluations_dueat",
                table: "dueevaluations",
                column: "dueat");

            migrationBuilder.CreateIndex(
                name: "ix_encounters_endedat_preparefrom",
                table: "encounters",
                columns: new[] { "endedat", "preparefrom" });

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
                name: "ix_escalationrequests_personid_settledat",
                table: "escalationrequests",
                columns: new[] { "personid", "settledat" });

            migrationBuilder.CreateIndex(
                name: "ix_escalations_ackexpiresat",
                table: "escalations",
                column: "ackexpiresat");

            migrationBuilder.CreateIndex(
                name: "ix_escalations_mutedby",
                table: "escalations",
                column: "mutedby");

            migrationBuilder.CreateIndex(
                name: "ix_escalations_nextwarningat",
                table: "escalations",
                column: "nextwarningat");

            migrationBuilder.CreateIndex(
                name: "ix_escalations_offeredat",
                table: "escalations",
                column: "offeredat");

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
                name: "ix_healthcareservices_specialty",
                table: "healthcareservices",
                column: "specialty");

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
                name: "ix_kpitargets_kpi",
                table: "kpitargets",
                column: "kpi");

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
                name: "ix_operationaltasks_closedat",
                table: "operationaltasks",
                column: "closedat");

            migrationBuilder.CreateIndex(
                name: "ix_operationaltasks_kind_key",
                table: "operationaltasks",
                columns: new[] { "kind", "key" });

            migrationBuilder.CreateIndex(
                name: "ix_outbox_channel_acceptedat",
                table: "outbox",
                columns: new[] { "channel", "acceptedat" });

            migrationBuilder.CreateIndex(
                name: "ix_outbox_escalationid",
                table: "outbox",
                column: "escalationid");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_nextlookat",
                table: "outbox",
                column: "nextlookat");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_reference",
                table: "outbox",
                column: "reference");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_referralid",
                table: "outbox",
                column: "referralid");

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
                name: "ix_partnerlinks_referralid",
                table: "partnerlinks",
                column: "referralid");

            migrationBuilder.CreateIndex(
                name: "ix_partnerlinks_tokenhash",
                table: "partnerlinks",
                column: "tokenhash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_passkeys_credentialhash",
                table: "passkeys",
                column: "credentialhash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_passkeys_personid",
                table: "passkeys",
                column: "personid");

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
                name: "ix_pushdevices_name",
                table: "pushdevices",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_pushdevices_personid",
                table: "pushdevices",
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
                name: "ix_recipientchoices_serviceid",
                table: "recipientchoices",
                column: "serviceid");

            migrationBuilder.CreateIndex(
                name: "ix_referralannouncements_eventid_audience_party",
                table: "referralannouncements",
                columns: new[] { "eventid", "audience", "party" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_referralannouncements_referralid",
                table: "referralannouncements",
                column: "referralid");

            migrationBuilder.CreateIndex(
                name: "ix_referralcharges_referralid",
                table: "referralcharges",
                column: "referralid");

            migrationBuilder.CreateIndex(
                name: "ix_referraldocuments_referralid",
                table: "referraldocuments",
                column: "referralid");

            migrationBuilder.CreateIndex(
                name: "ix_referralevents_evaluated",
                table: "referralevents",
                column: "evaluated");

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
                name: "ix_repositoryfiles_kind_subjectid",
                table: "repositoryfiles",
                columns: new[] { "kind", "subjectid" });

            migrationBuilder.CreateIndex(
                name: "ix_resourcekeys_resourceid",
                table: "resourcekeys",
                column: "resourceid");

            migrationBuilder.CreateIndex(
                name: "ix_reviewcomments_reviewid",
                table: "reviewcomments",
                column: "reviewid");

            migrationBuilder.CreateIndex(
                name: "ix_rotaoverrides_rotaid_until",
                table: "rotaoverrides",
                columns: new[] { "rotaid", "until" });

            migrationBuilder.CreateIndex(
                name: "ix_savedviews_area_ownerid",
                table: "savedviews",
                columns: new[] { "area", "ownerid" });

            migrationBuilder.CreateIndex(
                name: "ix_shadowfindings_patientid",
                table: "shadowfindings",
                column: "patientid");

            migrationBuilder.CreateIndex(
                name: "ix_shadowfindings_triggerid_version_at",
                table: "shadowfindings",
                columns: new[] { "triggerid", "version", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_shiftswaps_rotaid_until",
                table: "shiftswaps",
                columns: new[] { "rotaid", "until" });

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
                name: "ix_silences_endedat_until",
                table: "silences",
                columns: new[] { "endedat", "until" });

            migrationBuilder.CreateIndex(
                name: "ix_silences_patientid",
                table: "silences",
                column: "patientid");

            migrationBuilder.CreateIndex(
                name: "ix_slotbookings_holds",
                table: "slotbookings",
                column: "holds",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_slotbookings_referralid",
                table: "slotbookings",
                column: "referralid");

            migrationBuilder.CreateIndex(
                name: "ix_slotoffers_holds",
                table: "slotoffers",
                column: "holds",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_slotoffers_referralid",
                table: "slotoffers",
                column: "referralid");

            migrationBuilder.CreateIndex(
                name: "ix_slotoffers_serviceid",
                table: "slotoffers",
                column: "serviceid");

            migrationBuilder.CreateIndex(
                name: "ix_slots_scheduleid",
                table: "slots",
                column: "scheduleid");

            migrationBuilder.CreateIndex(
                name: "ix_slots_serviceid_startsat",
                table: "slots",
                columns: new[] { "serviceid", "startsat" });

            migrationBuilder.CreateIndex(
                name: "ix_slots_source_sourcekey",
                table: "slots",
                columns: new[] { "source", "sourcekey" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_takenrows_seenat",
                table: "takenrows",
                column: "seenat");

            migrationBuilder.CreateIndex(
                name: "ix_takensignatures_until",
                table: "takensignatures",
                column: "until");

            migrationBuilder.CreateIndex(
                name: "ix_teammembers_personid",
                table: "teammembers",
                column: "personid");

            migrationBuilder.CreateIndex(
                name: "ix_textreviews_kind_subjectid_state",
                table: "textreviews",
                columns: new[] { "kind", "subjectid", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_textreviews_state_publishat",
                table: "textreviews",
                columns: new[] { "state", "publishat" });

            migrationBuilder.CreateIndex(
                name: "ix_topicsubscriptions_state",
                table: "topicsubscriptions",
                column: "state");

            migrationBuilder.CreateIndex(
                name: "ix_trayfiles_readat",
                table: "trayfiles",
                column: "readat");

            migrationBuilder.CreateIndex(
                name: "ix_trayfiles_sha256",
                table: "trayfiles",
                column: "sha256");

            migrationBuilder.CreateIndex(
                name: "ix_trayitems_documentid",
                table: "trayitems",
                column: "documentid");

            migrationBuilder.CreateIndex(
                name: "ix_trayitems_patientid",
                table: "trayitems",
                column: "patientid");

            migrationBuilder.CreateIndex(
                name: "ix_trayitems_state_receivedat",
                table: "trayitems",
                columns: new[] { "state", "receivedat" });

            migrationBuilder.CreateIndex(
                name: "ix_triggerexamples_triggerid_state",
                table: "triggerexamples",
                columns: new[] { "triggerid", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_visitmessages_counted",
                table: "visitmessages",
                column: "counted");

            migrationBuilder.CreateIndex(
                name: "ix_visitmessages_referralid",
                table: "visitmessages",
                column: "referralid");

            migrationBuilder.CreateIndex(
                name: "ix_visitmessages_tokenhash",
                table: "visitmessages",
                column: "tokenhash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_waitlistentries_holds",
                table: "waitlistentries",
                column: "holds",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_waitlistentries_referralid",
                table: "waitlistentries",
                column: "referralid");

            migrationBuilder.CreateIndex(
                name: "ix_waitlistentries_serviceid",
                table: "waitlistentries",
                column: "serviceid");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "apikeys");

            migrationBuilder.DropTable(
                name: "assistedrecords");

            migrationBuilder.DropTable(
                name: "assistedswitches");

            migrationBuilder.DropTable(
                name: "authorizationrequests");

            migrationBuilder.DropTable(
                name: "beds");

            migrationBuilder.DropTable(
                name: "breakglassgrants");

            migrationBuilder.DropTable(
                name: "channelproofs");

            migrationBuilder.DropTable(
                name: "contactchannels");

            migrationBuilder.DropTable(
                name: "contactpreferences");

            migrationBuilder.DropTable(
                name: "contexts");

            migrationBuilder.DropTable(
                name: "coordinationtasks");

            migrationBuilder.DropTable(
                name: "deliveryevents");

            migrationBuilder.DropTable(
                name: "devicepairings");

            migrationBuilder.DropTable(
                name: "devicereadings");

            migrationBuilder.DropTable(
                name: "dischargechecklists");

            migrationBuilder.DropTable(
                name: "dischargeplans");

            migrationBuilder.DropTable(
                name: "dueevaluations");

            migrationBuilder.DropTable(
                name: "encounters");

            migrationBuilder.DropTable(
                name: "episodes");

            migrationBuilder.DropTable(
                name: "escalationacknowledgements");

            migrationBuilder.DropTable(
                name: "escalationevents");

            migrationBuilder.DropTable(
                name: "escalationrequests");

            migrationBuilder.DropTable(
                name: "escalations");

            migrationBuilder.DropTable(
                name: "feedcontracts");

            migrationBuilder.DropTable(
                name: "feedhours");

            migrationBuilder.DropTable(
                name: "feedprofiledrafts");

            migrationBuilder.DropTable(
                name: "feedprofiles");

            migrationBuilder.DropTable(
                name: "fhirindex");

            migrationBuilder.DropTable(
                name: "fhirresources");

            migrationBuilder.DropTable(
                name: "fhirunindexed");

            migrationBuilder.DropTable(
                name: "fhirversions");

            migrationBuilder.DropTable(
                name: "healthcareservices");

            migrationBuilder.DropTable(
                name: "heartbeats");

            migrationBuilder.DropTable(
                name: "idempotentanswers");

            migrationBuilder.DropTable(
                name: "identityreviews");

            migrationBuilder.DropTable(
                name: "intakerules");

            migrationBuilder.DropTable(
                name: "kpinotes");

            migrationBuilder.DropTable(
                name: "kpitargets");

            migrationBuilder.DropTable(
                name: "laddersteps");

            migrationBuilder.DropTable(
                name: "ledger");

            migrationBuilder.DropTable(
                name: "localcredentials");

            migrationBuilder.DropTable(
                name: "messages");

            migrationBuilder.DropTable(
                name: "operationaltasks");

            migrationBuilder.DropTable(
                name: "outbox");

            migrationBuilder.DropTable(
                name: "parameteroverrides");

            migrationBuilder.DropTable(
                name: "partnerlinks");

            migrationBuilder.DropTable(
                name: "passkeys");

            migrationBuilder.DropTable(
                name: "patientidentifiers");

            migrationBuilder.DropTable(
                name: "patientmerges");

            migrationBuilder.DropTable(
                name: "pendingmatches");

            migrationBuilder.DropTable(
                name: "policyversions");

            migrationBuilder.DropTable(
                name: "provisionedmembers");

            migrationBuilder.DropTable(
                name: "pushdevices");

            migrationBuilder.DropTable(
                name: "quarantine");

            migrationBuilder.DropTable(
                name: "recipientchoices");

            migrationBuilder.DropTable(
                name: "referralannouncements");

            migrationBuilder.DropTable(
                name: "referralcharges");

            migrationBuilder.DropTable(
                name: "referraldocuments");

            migrationBuilder.DropTable(
                name: "referralevents");

            migrationBuilder.DropTable(
                name: "referrals");

            migrationBuilder.DropTable(
                name: "referralsegments");

            migrationBuilder.DropTable(
                name: "repositoryfiles");

            migrationBuilder.DropTable(
                name: "repositorystates");

            migrationBuilder.DropTable(
                name: "resourcekeys");

            migrationBuilder.DropTable(
                name: "resourcestatements");

            migrationBuilder.DropTable(
                name: "reviewcomments");

            migrationBuilder.DropTable(
                name: "rolegrants");

            migrationBuilder.DropTable(
                name: "rotaoverrides");

            migrationBuilder.DropTable(
                name: "savedviews");

            migrationBuilder.DropTable(
                name: "shadowfindings");

            migrationBuilder.DropTable(
                name: "shiftswaps");

            migrationBuilder.DropTable(
                name: "signalbatches");

            migrationBuilder.DropTable(
                name: "signinsessions");

            migrationBuilder.DropTable(
                name: "silences");

            migrationBuilder.DropTable(
                name: "slasegments");

            migrationBuilder.DropTable(
                name: "slotbookings");

            migrationBuilder.DropTable(
                name: "slotoffers");

            migrationBuilder.DropTable(
                name: "slots");

            migrationBuilder.DropTable(
                name: "sourcestates");

            migrationBuilder.DropTable(
                name: "subscriptionevents");

            migrationBuilder.DropTable(
                name: "takenrows");

            migrationBuilder.DropTable(
                name: "takensignatures");

            migrationBuilder.DropTable(
                name: "taskchanges");

            migrationBuilder.DropTable(
                name: "teammembers");

            migrationBuilder.DropTable(
                name: "textreviews");

            migrationBuilder.DropTable(
                name: "topicsubscriptions");

            migrationBuilder.DropTable(
                name: "trayfiles");

            migrationBuilder.DropTable(
                name: "trayitems");

            migrationBuilder.DropTable(
                name: "triggerdrafts");

            migrationBuilder.DropTable(
                name: "triggerexamples");

            migrationBuilder.DropTable(
                name: "triggerversions");

            migrationBuilder.DropTable(
                name: "visitmessages");

            migrationBuilder.DropTable(
                name: "visitreminders");

            migrationBuilder.DropTable(
                name: "waitlistentries");

            migrationBuilder.DropTable(
                name: "worklimits");

            migrationBuilder.DropTable(
                name: "careunits");

            migrationBuilder.DropTable(
                name: "devices");

            migrationBuilder.DropTable(
                name: "provisionedgroups");

            migrationBuilder.DropTable(
                name: "rotas");

            migrationBuilder.DropTable(
                name: "patients");

            migrationBuilder.DropTable(
                name: "people");

            migrationBuilder.DropTable(
                name: "teams");
        }
    }
}
