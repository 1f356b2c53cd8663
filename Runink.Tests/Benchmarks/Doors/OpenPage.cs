using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Runink.Benchmarks.Doors;

/// <summary>
/// A page as a browser keeps it open: the live connection over which the server draws it, with the page's own markers. What is drawn is acknowledged and
/// counted, and nothing shows it; what the server asks the browser's scripts is answered with nothing, but for the height of its lists.
/// </summary>
internal sealed partial class OpenPage : IAsyncDisposable
{
    private const byte End = 0x1E;

    private readonly ClientWebSocket socket = new();
    private readonly CancellationTokenSource gone = new();
    private readonly SemaphoreSlim turn = new(1);
    private readonly List<long> drawn = [];
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private Task reading = Task.CompletedTask;
    private long objects;

    /// <summary>Bytes that were drawn.</summary>
    public long Bytes { get; private set; }

    /// <summary>How many different patients' names were drawn: a page that shows nothing costs nothing.</summary>
    public int Names => names.Count;

    /// <summary>Why it is no page any more; null while it is one.</summary>
    public string? Fault { get; private set; }

    /// <summary>When something was drawn, in ticks of the stopwatch.</summary>
    public IReadOnlyList<long> Drawn
    {
        get
        {
            lock (drawn)
                return [.. drawn];
        }
    }

    /// <summary>Somebody of the sample hospital signs in.</summary>
    public static async Task<CookieContainer> SignInAsync(Uri site, string person)
    {
        var cookies = new CookieContainer();
        using var http = new HttpClient(new HttpClientHandler { CookieContainer = cookies, AllowAutoRedirect = false }) { BaseAddress = site };
        var token = Token().Match(await http.GetStringAsync(new Uri("/sign-in", UriKind.Relative))).Groups["value"].Value;
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", WebUtility.HtmlDecode(token)), KeyValuePair.Create("person", person)]);
        using var answer = await http.PostAsync(new Uri("/sign-in", UriKind.Relative), form);
        return answer.StatusCode == HttpStatusCode.Redirect && !answer.Headers.Location!.ToString().Contains("refused", StringComparison.Ordinal) ? cookies : throw new InvalidOperationException($"{person} is not let in.");
    }

    public static async Task<OpenPage> OpenAsync(Uri site, CookieContainer cookies, string path)
    {
        using var http = new HttpClient(new HttpClientHandler { CookieContainer = cookies }) { BaseAddress = site };
        var html = await http.GetStringAsync(new Uri(path, UriKind.Relative));
        var page = new OpenPage();
        page.socket.Options.Cookies = cookies;
        page.socket.Options.SetRequestHeader("Origin", site.GetLeftPart(UriPartial.Authority));
        await page.socket.ConnectAsync(new UriBuilder(site) { Scheme = "ws", Path = "/_blazor" }.Uri, CancellationToken.None);
        await page.socket.SendAsync((byte[])[.. """{"protocol":"blazorpack","version":1}"""u8, End], WebSocketMessageType.Binary, true, CancellationToken.None);
        page.reading = Task.Run(page.ReadAsync);
        var markers = $"[{string.Join(',', Marker().Matches(html).Select(found => found.Groups["json"].Value))}]";
        await page.SendAsync("1", "StartCircuit", site.ToString(), new Uri(site, path).ToString(), markers, "");
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await gone.CancelAsync();
        socket.Abort();
        await reading;
        socket.Dispose();
        gone.Dispose();
        turn.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[1 << 16];
        var held = new ArrayBufferWriter<byte>();
        var isGreeted = false;
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await socket.ReceiveAsync(buffer.AsMemory(), gone.Token);
                    held.Write(buffer.AsSpan(0, part.Count));
                }
                while (!part.EndOfMessage);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    Fault ??= "closed";
                    return;
                }

                var rest = held.WrittenMemory;
                if (!isGreeted)
                {
                    rest = rest[(rest.Span.IndexOf(End) + 1)..];
                    isGreeted = true;
                }

                while (rest.Length > 0)
                {
                    var (length, size) = LengthOf(rest.Span);
                    await TakeAsync(rest.Slice(size, length));
                    rest = rest[(size + length)..];
                }

                held.Clear();
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or WebSocketException)
        {
            if (!gone.IsCancellationRequested)
                Fault ??= ended.Message;
        }
    }

    private async Task TakeAsync(ReadOnlyMemory<byte> message)
    {
        var at = 0;
        if (Packed.Read(message.Span, ref at) is not object?[] parts)
            return;
        switch (parts)
        {
            case [1L, _, _, "JS.RenderBatch", object?[] and [long batch, byte[] content], ..]:
                lock (drawn)
                    drawn.Add(Stopwatch.GetTimestamp());
                Bytes += content.Length;
                names.UnionWith(Name().Matches(Encoding.UTF8.GetString(content)).Select(found => found.Value));
                await SendAsync(null, "OnRenderCompleted", batch, null);
                break;
            case [1L, _, _, "JS.BeginInvokeJS", object?[] and [long call, string method, string given, long kind, ..], ..]:
                if (call == 0)
                    break;
                // 1 is an object of the browser, to which later calls refer.
                var answer = kind == 1 ? $"{{\"__jsObjectId\":{Interlocked.Increment(ref objects)}}}" : "null";
                await SendAsync(null, "EndInvokeJSFromDotNet", call, true, $"[{call},true,{answer}]");
                // A list that draws what is seen of it is told that the screen is empty below its beginning, and is 900 px high.
                if (method == "Blazor._internal.Virtualize.init" && Own().Match(given) is { Success: true } list)
                    await SendAsync(null, "BeginInvokeDotNetFromJS", $"{call}", null, "OnSpacerAfterVisible", long.Parse(list.Groups["id"].Value, System.Globalization.CultureInfo.InvariantCulture), "[100000,0,900]");
                break;
            case [1L, _, _, "JS.Error", object?[] and [string why, ..], ..]:
                Fault ??= why;
                break;
            case [7L, string why, ..]:
                Fault ??= why;
                break;
            case [3L, _, _, 1L, string why, ..]:
                Fault ??= why;
                break;
        }
    }

    private async Task SendAsync(string? call, string method, params object?[] arguments)
    {
        var message = new ArrayBufferWriter<byte>();
        Packed.Write(message, new object?[] { 1L, new Dictionary<string, string>(StringComparer.Ordinal), call, method, arguments, Array.Empty<object?>() });
        var length = new List<byte>();
        for (var left = (uint)message.WrittenCount; ; left >>= 7)
        {
            length.Add((byte)(left < 0x80 ? left : (left & 0x7F) | 0x80));
            if (left < 0x80)
                break;
        }

        await turn.WaitAsync(gone.Token);
        try
        {
            await socket.SendAsync((byte[])[.. length, .. message.WrittenSpan], WebSocketMessageType.Binary, true, gone.Token);
        }
        finally
        {
            turn.Release();
        }
    }

    private static (int Length, int Size) LengthOf(ReadOnlySpan<byte> bytes)
    {
        var length = 0;
        for (var size = 0; ; size++)
        {
            length |= (bytes[size] & 0x7F) << (7 * size);
            if (bytes[size] < 0x80)
                return (length, size + 1);
        }
    }

    [GeneratedRegex("\"__dotNetObject\":(?<id>\\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Own();

    [GeneratedRegex("Almeida\\d+", RegexOptions.None, 1000)]
    private static partial Regex Name();

    [GeneratedRegex("<!--Blazor:(?<json>\\{\"type\":\"server\".*?\\})-->", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Marker();

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();

    /// <summary>As much of MessagePack as the connection speaks.</summary>
    private static class Packed
    {
        public static void Write(ArrayBufferWriter<byte> to, object? value)
        {
            switch (value)
            {
                case null:
                    Put(to, 0xC0);
                    break;
                case bool yes:
                    Put(to, yes ? (byte)0xC3 : (byte)0xC2);
                    break;
                case long number:
                    var long8 = new byte[9];
                    long8[0] = 0xD3;
                    BinaryPrimitives.WriteInt64BigEndian(long8.AsSpan(1), number);
                    to.Write(long8);
                    break;
                case string text:
                    var bytes = Encoding.UTF8.GetBytes(text);
                    var head = new byte[5];
                    head[0] = 0xDB;
                    BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(1), bytes.Length);
                    to.Write(head);
                    to.Write(bytes);
                    break;
                case object?[] items:
                    Put(to, (byte)(0x90 | items.Length));
                    foreach (var item in items)
                        Write(to, item);
                    break;
                default:
                    Put(to, 0x80);
                    break;
            }
        }

        public static object? Read(ReadOnlySpan<byte> from, ref int at)
        {
            var kind = from[at++];
            switch (kind)
            {
                case < 0x80: return (long)kind;
                case < 0x90: return Map(from, ref at, kind & 0x0F);
                case < 0xA0: return Items(from, ref at, kind & 0x0F);
                case < 0xC0: return Text(from, ref at, kind & 0x1F);
                case 0xC0: return null;
                case 0xC2: return false;
                case 0xC3: return true;
                case 0xC4: return Bytes(from, ref at, (int)Number(from, ref at, 1));
                case 0xC5: return Bytes(from, ref at, (int)Number(from, ref at, 2));
                case 0xC6: return Bytes(from, ref at, (int)Number(from, ref at, 4));
                case 0xCC: return Number(from, ref at, 1);
                case 0xCD: return Number(from, ref at, 2);
                case 0xCE: return Number(from, ref at, 4);
                case 0xCF or 0xD3: return Number(from, ref at, 8);
                case 0xD0: return (long)(sbyte)Number(from, ref at, 1);
                case 0xD1: return (long)(short)Number(from, ref at, 2);
                case 0xD2: return (long)(int)Number(from, ref at, 4);
                case 0xD9: return Text(from, ref at, (int)Number(from, ref at, 1));
                case 0xDA: return Text(from, ref at, (int)Number(from, ref at, 2));
                case 0xDB: return Text(from, ref at, (int)Number(from, ref at, 4));
                case 0xDC: return Items(from, ref at, (int)Number(from, ref at, 2));
                case >= 0xE0: return (long)(sbyte)kind;
                default: throw new InvalidDataException($"What begins with {kind:X2} is not understood here.");
            }
        }

        private static void Put(ArrayBufferWriter<byte> to, byte one)
        {
            to.GetSpan(1)[0] = one;
            to.Advance(1);
        }

        private static long Number(ReadOnlySpan<byte> from, ref int at, int size)
        {
            long number = 0;
            for (var i = 0; i < size; i++)
                number = (number << 8) | from[at++];
            return number;
        }

        private static string Text(ReadOnlySpan<byte> from, ref int at, int length) => Encoding.UTF8.GetString(Bytes(from, ref at, length));

        private static byte[] Bytes(ReadOnlySpan<byte> from, ref int at, int length)
        {
            var bytes = from.Slice(at, length).ToArray();
            at += length;
            return bytes;
        }

        private static object?[] Items(ReadOnlySpan<byte> from, ref int at, int count)
        {
            var items = new object?[count];
            for (var i = 0; i < count; i++)
                items[i] = Read(from, ref at);
            return items;
        }

        private static object? Map(ReadOnlySpan<byte> from, ref int at, int count)
        {
            for (var i = 0; i < 2 * count; i++)
                Read(from, ref at);
            return null;
        }
    }
}
