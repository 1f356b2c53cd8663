using System.IO.Compression;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace Runink.Companion.Referrals.Tray;

/// <summary>What is packed in a PDF is unpacked up to a limit each and in all: a page of text is small, and what swells is there to do harm.</summary>
internal sealed class LimitedFilters : IFilterProvider
{
    private const int MostOfOne = 4 * 1024 * 1024;

    /// <summary>Of the old kinds, whose length is known only by unpacking them.</summary>
    private const int MostPacked = 64 * 1024;

    private readonly Budget budget = new(96L * 1024 * 1024);

    public IReadOnlyList<IFilter> GetFilters(DictionaryToken dictionary) => Limited(DefaultFilterProvider.Instance.GetFilters(dictionary));

    public IReadOnlyList<IFilter> GetNamedFilters(IReadOnlyList<NameToken> names) => Limited(DefaultFilterProvider.Instance.GetNamedFilters(names));

    public IReadOnlyList<IFilter> GetAllFilters() => Limited(DefaultFilterProvider.Instance.GetAllFilters());

    private List<IFilter> Limited(IReadOnlyList<IFilter> filters) => [.. filters.Select(filter => new LimitedFilter(filter, budget))];

    private sealed class Budget(long left)
    {
        private long left = left;

        public void Spend(long bytes)
        {
            left -= bytes;
            if (left < 0)
                throw new InvalidDataException("It unpacks to more than any letter has.");
        }
    }

    private sealed class LimitedFilter(IFilter filter, Budget budget) : IFilter
    {
        public bool IsSupported => filter.IsSupported;

        public Memory<byte> Decode(Memory<byte> input, DictionaryToken streamDictionary, IFilterProvider filterProvider, int filterIndex)
        {
            if (filter is FlateFilter)
                budget.Spend(Measure(input));
            else if (filter is LzwFilter or RunLengthFilter && input.Length > MostPacked)
                throw new InvalidDataException("It is packed in an unusual way.");
            var plain = filter.Decode(input, streamDictionary, filterProvider, filterIndex);
            if (plain.Length > MostOfOne)
                throw new InvalidDataException("A part of it is larger than any page of text.");
            return plain;
        }

        private static long Measure(Memory<byte> packed)
        {
            var length = 0L;
            try
            {
                using var inflate = new ZLibStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
                var block = new byte[32 * 1024];
                for (int read; length <= MostOfOne && (read = inflate.Read(block)) > 0;)
                    length += read;
            }
            catch (InvalidDataException)
            {
                // Broken at its end, as some are: the reader gets as far.
            }

            return length <= MostOfOne ? length : throw new InvalidDataException("A part of it is larger than any page of text.");
        }
    }
}
