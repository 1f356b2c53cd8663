using System.Text.Json;

namespace Runink.Domain.Intake.Fhir;

/// <summary>Reads JSON into nodes with lines. Refuses what FHIR refuses: duplicate keys, comments, depth over 64.</summary>
public static class FhirJson
{
    private const int MaxDepth = 64;

    public static FhirNode? Parse(ReadOnlySpan<byte> utf8, out MessageFault? fault)
    {
        fault = null;
        if (utf8.StartsWith("\uFEFF"u8))
            utf8 = utf8[3..];
        var lines = new LineCounter(utf8);
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            if (!reader.Read())
                return Refuse("The body is empty.", 1, out fault);
            var root = ReadValue(ref reader, ref lines, "", out fault);
            if (fault is null && reader.Read())
                return Refuse("There is text after the end of the resource.", lines.At(reader.TokenStartIndex), out fault);
            if (fault is null && root!.Kind != FhirNodeKind.Object)
                return Refuse("A resource is a JSON object.", root.Line, out fault);
            return fault is null ? root : null;
        }
        catch (JsonException problem)
        {
            return Refuse($"This is not JSON: {Reason(problem)}", (int)(problem.LineNumber ?? 0) + 1, out fault);
        }
        catch (InvalidOperationException)
        {
            // The reader finds broken UTF-8 and lone surrogates only when a text is taken out, and says so in its own way.
            return Refuse("A text is not valid Unicode.", lines.At(reader.TokenStartIndex), out fault);
        }
    }

    private static FhirNode? ReadValue(ref Utf8JsonReader reader, ref LineCounter lines, string path, out MessageFault? fault)
    {
        fault = null;
        var line = lines.At(reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var node = new FhirNode(FhirNodeKind.Object, line);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = reader.GetString()!;
                    var place = path.Length == 0 ? name : $"{path}.{name}";
                    var at = lines.At(reader.TokenStartIndex);
                    reader.Read();
                    var value = ReadValue(ref reader, ref lines, place, out fault);
                    if (fault is null && !node.TryAdd(name, value!))
                        fault = new MessageFault(false, place, 102, $"The property {name} occurs twice.", at);
                    if (fault is not null)
                        return null;
                }

                return node;
            case JsonTokenType.StartArray:
                var array = new FhirNode(FhirNodeKind.Array, line);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    var item = ReadValue(ref reader, ref lines, $"{path}[{array.Items.Count}]", out fault);
                    if (fault is not null)
                        return null;
                    array.Add(item!);
                }

                return array;
            case JsonTokenType.String:
                return new FhirNode(FhirNodeKind.String, line, reader.GetString());
            case JsonTokenType.Number:
                return new FhirNode(FhirNodeKind.Number, line, System.Text.Encoding.UTF8.GetString(reader.ValueSpan));
            case JsonTokenType.True or JsonTokenType.False:
                return new FhirNode(FhirNodeKind.Boolean, line, reader.TokenType == JsonTokenType.True ? "true" : "false");
            default:
                return new FhirNode(FhirNodeKind.Null, line);
        }
    }

    private static FhirNode? Refuse(string text, int line, out MessageFault fault)
    {
        fault = new MessageFault(false, null, 102, text, line);
        return null;
    }

    private static string Reason(JsonException problem) => problem.Message.Split(" LineNumber:")[0].Split(" Path:")[0];

    /// <summary>Turns byte offsets, asked in rising order, into lines.</summary>
    private ref struct LineCounter(ReadOnlySpan<byte> text)
    {
        private readonly ReadOnlySpan<byte> text = text;
        private int counted;
        private int line = 1;

        public int At(long offset)
        {
            if (offset > counted)
            {
                line += text[counted..(int)offset].Count((byte)'\n');
                counted = (int)offset;
            }

            return line;
        }
    }
}
