using System.ComponentModel.DataAnnotations;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Intake.Sources;

namespace Runink.Companion.Intake.Sources;

/// <summary>Where data is fetched from.</summary>
public enum SourceKind
{
    PostgreSql,
    Sqlite,
    SqlServer,

    /// <summary>A FHIR R4 server, asked for what changed.</summary>
    Fhir,

    /// <summary>A range of a spreadsheet, over version 4 of Google's interface.</summary>
    GoogleSheets,

    /// <summary>A warehouse, over Snowflake's SQL API 2.</summary>
    Snowflake,

    /// <summary>A warehouse, over Databricks' Statement Execution API 2.0.</summary>
    Databricks,

    /// <summary>A file behind an address: CSV, or FHIR resources a line each.</summary>
    File,
}

public enum SourceFileFormat
{
    Csv,

    /// <summary>FHIR resources, one a line.</summary>
    Ndjson,

    /// <summary>Objects of somebody's own, one a line: what is nested becomes a path.</summary>
    Json,
}

/// <summary>A place from which this app fetches by itself: settings under <c>Intake:Sources:NAME</c>. Rows are read by the profile whose feeds name it.</summary>
public sealed class SourceOptions
{
    public SourceKind? Kind { get; set; }

    /// <summary>How often it is asked.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Once a day at this time instead, by the clock of its profile or else the hospital's.</summary>
    public TimeOnly? DailyAt { get; set; }

    /// <summary>So long nothing new may come before somebody is told; empty: for ever.</summary>
    public TimeSpan? QuietAfter { get; set; }

    /// <summary>For one question: a statement, a request.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Rows that are taken in before the watermark moves.</summary>
    [Range(1, 5000)]
    public int BatchSize { get; set; } = 200;

    /// <summary>New rows of one pull, then the next begins; of a table without a watermark so many rows are allowed.</summary>
    [Range(1, 1_000_000)]
    public int MostRows { get; set; } = 10_000;

    /// <summary>One SELECT that asks for rows from <c>@since</c> on, in the order of the watermark.</summary>
    public string Query { get; set; } = "";

    public WatermarkOptions Watermark { get; set; } = new();

    /// <summary>Of a database; set it in the environment, or in a file that <see cref="ConnectionStringFile"/> names.</summary>
    public string? ConnectionString { get; set; }

    public string? ConnectionStringFile { get; set; }

    /// <summary>Of what speaks HTTP: begins with https://.</summary>
    public Uri? Address { get; set; }

    public bool AllowPrivate { get; set; }

    public string Authorities { get; set; } = "";

    /// <summary>A private key (PEM), a client's secret or a token.</summary>
    public string? Secret { get; set; }

    public string? SecretFile { get; set; }

    public FhirSourceOptions Fhir { get; set; } = new();

    public GoogleSheetsOptions GoogleSheets { get; set; } = new();

    public SnowflakeOptions Snowflake { get; set; } = new();

    public DatabricksOptions Databricks { get; set; } = new();

    public FileSourceOptions File { get; set; } = new();

    public string? ReadSecret() => SecretSetting.Read(Secret, SecretFile);

    public string? ReadConnection() => SecretSetting.Read(ConnectionString, ConnectionStringFile);
}

/// <summary>By what later rows are told from earlier ones.</summary>
public sealed class WatermarkOptions
{
    /// <summary>Empty: all is read each time, and what is known is left.</summary>
    public string Column { get; set; } = "";

    public WatermarkKind Kind { get; set; }

    /// <summary>Where the first pull begins; empty: at the beginning.</summary>
    public string From { get; set; } = "";

    /// <summary>So far back each pull reads again, for rows that were written late.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan Overlap { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The same where it is a number: transactions do not end in the order of their numbers.</summary>
    [Range(0L, 10_000_000L)]
    public long OverlapCount { get; set; } = 100;
}

public sealed class FhirSourceOptions
{
    /// <summary>Types in the order in which they are asked for: patients before what is about them. Search parameters may follow: <c>Observation?category=laboratory</c>.</summary>
    public List<string> Types { get; set; } = [];

    /// <summary>SMART backend services; empty: <see cref="SourceOptions.Secret"/> is a bearer token.</summary>
    public string ClientId { get; set; } = "";

    public string KeyId { get; set; } = "";

    public Uri? TokenAddress { get; set; }

    public string Scope { get; set; } = "system/*.rs";

    /// <summary>What is put before the ids of resources, so that ids of two servers never meet; null: the source's name and a hyphen.</summary>
    public string? IdPrefix { get; set; }
}

public sealed class GoogleSheetsOptions
{
    public string Spreadsheet { get; set; } = "";

    /// <summary>In A1 notation; its first row names the columns.</summary>
    public string Range { get; set; } = "";

    /// <summary>Address of the service account; the sheet is shared with it, to read. Its key is the secret.</summary>
    public string Account { get; set; } = "";

    public Uri TokenAddress { get; set; } = new("https://oauth2.googleapis.com/token");
}

public sealed class SnowflakeOptions
{
    /// <summary>Account identifier without the region.</summary>
    public string Account { get; set; } = "";

    public string User { get; set; } = "";

    public string Warehouse { get; set; } = "";

    public string Database { get; set; } = "";

    public string Schema { get; set; } = "";

    public string Role { get; set; } = "";
}

public sealed class DatabricksOptions
{
    public string WarehouseId { get; set; } = "";

    /// <summary>Of a service principal; empty: the secret is a token.</summary>
    public string ClientId { get; set; } = "";

    public string Catalog { get; set; } = "";

    public string Schema { get; set; } = "";
}

public sealed class FileSourceOptions
{
    public SourceFileFormat Format { get; set; }

    public string Delimiter { get; set; } = ",";

    /// <summary>Its first line names the columns; else they are called column 1, column 2, …</summary>
    public bool Header { get; set; } = true;

    [Range(1, 256)]
    public int MaxMiB { get; set; } = 32;
}
