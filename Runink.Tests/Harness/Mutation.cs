namespace Runink.Tests.Harness;

/// <summary>Inputs that were right once: bytes changed, lost, put in and doubled. The same random numbers make the same input.</summary>
public static class Mutation
{
    private const int MostChanges = 5;
    private const int LongestCopy = 40;

    /// <param name="marks">Bytes that mean something to whoever reads the input; those are put in.</param>
    public static byte[] Of(ReadOnlySpan<byte> valid, Random random, ReadOnlySpan<byte> marks)
    {
        var bytes = new List<byte>(valid.Length + 64);
        bytes.AddRange(valid);
        for (var change = random.Next(1, MostChanges + 1); change > 0 && bytes.Count > 0; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.Insert(at, marks[random.Next(marks.Length)]);
                    break;
                case 3:
                    bytes.RemoveRange(at, random.Next(Math.Min(LongestCopy, bytes.Count - at)));
                    break;
                case 4:
                    bytes.RemoveRange(at, random.Next(bytes.Count - at));
                    break;
                default:
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, random.Next(Math.Min(LongestCopy, bytes.Count - at))));
                    break;
            }
        }

        return [.. bytes];
    }
}
