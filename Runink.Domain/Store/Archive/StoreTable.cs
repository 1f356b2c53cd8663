using System.Data;
using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Runink.Domain.Store.Dialects;

namespace Runink.Domain.Store.Archive;

/// <summary>One column, with the type its values have outside of any database.</summary>
/// <param name="Label">As the program calls it: <c>openedAt</c>.</param>
/// <param name="Meaning">What the values are to the program: an instant is kept as a number.</param>
internal sealed record StoreColumn(string Name, Type Type, string Label, Type Meaning);

/// <summary>One table as the model has it, whatever database it is in: what is copied is what the model names, row by row.</summary>
/// <param name="Name">In lower case: the same for all databases.</param>
internal sealed record StoreTable(string Name, IReadOnlyList<StoreColumn> Columns, string Select, string Insert)
{
    private static readonly Dictionary<Type, DbType> DbTypes = new()
    {
        [typeof(string)] = DbType.String,
        [typeof(long)] = DbType.Int64,
        [typeof(int)] = DbType.Int32,
        [typeof(double)] = DbType.Double,
        [typeof(bool)] = DbType.Boolean,
        [typeof(byte[])] = DbType.Binary,
        [typeof(DateOnly)] = DbType.Date,
    };

    /// <summary>All tables; those that others refer to come first.</summary>
    public static IReadOnlyList<StoreTable> Of(CompanionDb db)
    {
        var quote = db.GetService<ISqlGenerationHelper>();
        var ordered = new List<ITable>();
        foreach (var table in db.Model.GetRelationalModel().Tables.OrderBy(table => table.Name, StringComparer.OrdinalIgnoreCase))
            Add(table, ordered);
        return [.. ordered.Select(table => Of(table, quote))];
    }

    public int IndexOf(string column) => Columns.Select((one, at) => (one.Name, At: at)).First(one => one.Name == column).At;

    /// <summary>The rows in the order of their keys.</summary>
    public IEnumerable<object?[]> Rows(DbConnection connection, DbTransaction snapshot)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Select;
        command.Transaction = snapshot;
        using var reader = command.ExecuteReader();
        while (reader.Read())
            yield return [.. Columns.Select((column, index) => reader.IsDBNull(index) ? null : Value(reader, column.Type, index))];
    }

    /// <returns>How many there were.</returns>
    public long Write(DbConnection connection, DbTransaction transaction, StoreDialect dialect, IEnumerable<object?[]> rows, Action<long> progress)
    {
        using var command = connection.CreateCommand();
        command.CommandText = dialect.Translate(Insert);
        command.Transaction = transaction;
        for (var index = 0; index < Columns.Count; index++)
        {
            var parameter = dialect.Parameter(index);
            parameter.DbType = DbTypes[Columns[index].Type];
            command.Parameters.Add(parameter);
        }

        if (dialect.Prepares)
            command.Prepare();
        long count = 0;
        foreach (var row in rows)
        {
            for (var index = 0; index < row.Length; index++)
            {
                if (row[index] is string text && !dialect.KeepsNul && text.Contains('\0', StringComparison.Ordinal))
                    throw new InvalidDataException($"Table {Name}, row {count + 1}, {Columns[index].Name}: the text holds a NUL character, which this database cannot keep.");
                command.Parameters[index].Value = row[index] ?? DBNull.Value;
            }

            command.ExecuteNonQuery();
            if (++count % 10_000 == 0)
                progress(count);
        }

        return count;
    }

    private static object Value(DbDataReader reader, Type type, int index) =>
        type == typeof(string) ? reader.GetString(index)
        : type == typeof(long) ? reader.GetInt64(index)
        : type == typeof(int) ? reader.GetInt32(index)
        : type == typeof(double) ? reader.GetDouble(index)
        : type == typeof(bool) ? reader.GetBoolean(index)
        : type == typeof(byte[]) ? reader.GetFieldValue<byte[]>(index)
        : reader.GetFieldValue<DateOnly>(index);

    private static void Add(ITable table, List<ITable> ordered)
    {
        if (ordered.Contains(table))
            return;
        foreach (var other in table.ForeignKeyConstraints.Select(key => key.PrincipalTable).Where(other => other != table))
            Add(other, ordered);
        ordered.Add(table);
    }

    private static StoreTable Of(ITable table, ISqlGenerationHelper quote)
    {
        // In the order of their names, so that an archive says the same of a table wherever it was made.
        var columns = table.Columns.OrderBy(column => column.Name, StringComparer.OrdinalIgnoreCase).ToList();
        var names = string.Join(", ", columns.Select(column => quote.DelimitIdentifier(column.Name)));
        var key = string.Join(", ", table.PrimaryKey!.Columns.Select(column => quote.DelimitIdentifier(column.Name)));
        var values = string.Join(", ", Enumerable.Range(0, columns.Count).Select(index => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"${index}")));
        var name = quote.DelimitIdentifier(table.Name);
        return new StoreTable(
            table.Name.ToLowerInvariant(), [.. columns.Select(ColumnOf)],
            $"SELECT {names} FROM {name} ORDER BY {key}", $"INSERT INTO {name} ({names}) VALUES ({values})");
    }

    private static StoreColumn ColumnOf(IColumn column)
    {
        var property = column.PropertyMappings[0].Property;
        return new StoreColumn(
            column.Name.ToLowerInvariant(), TypeOf(column), JsonNamingPolicy.CamelCase.ConvertName(property.Name), Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType);
    }

    private static Type TypeOf(IColumn column)
    {
        var type = column.StoreTypeMapping.Converter?.ProviderClrType ?? column.StoreTypeMapping.ClrType;
        type = Nullable.GetUnderlyingType(type) ?? type;
        return DbTypes.ContainsKey(type) ? type : throw new NotSupportedException($"{column.Table.Name}.{column.Name} holds {type.Name}: say how it is copied.");
    }
}
