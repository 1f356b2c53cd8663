using Runink.Companion.Intake.Sources.Http;
using Runink.Companion.Intake.Sources.Sql;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Foundation;

namespace Runink.Companion.Intake.Sources;

/// <summary>Which reader speaks with which kind of source.</summary>
internal sealed class SourceReaders(OutsideHttp http, SmartTokens smart, SourceTokens tokens, UlidSource ids, TimeProvider time)
{
    public SourceReader Of(NamedSource source) => source.Options.Kind switch
    {
        SourceKind.PostgreSql or SourceKind.Sqlite or SourceKind.SqlServer => new SqlSourceReader(source, SqlSourceDatabase.Of(source.Options.Kind.Value)),
        SourceKind.Fhir => new FhirSourceReader(source, new SourceHttp(source, http), smart),
        SourceKind.GoogleSheets => new GoogleSheetsReader(source, new SourceHttp(source, http), tokens),
        SourceKind.Snowflake => new SnowflakeReader(source, new SourceHttp(source, http), tokens, ids, time),
        SourceKind.Databricks => new DatabricksReader(source, new SourceHttp(source, http), tokens, time),
        SourceKind.File => new FileSourceReader(source, new SourceHttp(source, http)),
        _ => throw new ArgumentOutOfRangeException(nameof(source)),
    };
}
