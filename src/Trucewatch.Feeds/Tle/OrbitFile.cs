using System.Globalization;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Feeds.Transport;
using Trucewatch.Geo.Orbits;

namespace Trucewatch.Feeds.Tle;

/// <summary>The times, minutes from the epoch, that a test case writes behind its second line.</summary>
/// <param name="Start">First.</param>
/// <param name="Stop">Last.</param>
/// <param name="Step">From one to the next.</param>
public readonly record struct OrbitWindow(double Start, double Stop, double Step);

/// <summary>One element set of a file.</summary>
/// <param name="Elements">The elements.</param>
/// <param name="Window">Times behind the second line, where there are some.</param>
/// <param name="HasBadChecksum">True when a checksum did not fit and was passed over.</param>
public sealed record OrbitSet(OrbitalElements Elements, OrbitWindow? Window, bool HasBadChecksum);

/// <summary>All element sets of a file, in whatever syntax each of them is.</summary>
public sealed class OrbitFile
{
    /// <summary>Most sets of a file: more than all that was ever catalogued.</summary>
    public const int MaxSets = 400_000;

    private OrbitFile(List<OrbitSet> sets, SortedDictionary<FrameFault, int> faults) => (Sets, Faults) = (sets, faults);

    /// <summary>The sets, in the order of the file.</summary>
    public IReadOnlyList<OrbitSet> Sets { get; }

    /// <summary>What could not be read, and how often.</summary>
    public IReadOnlyDictionary<FrameFault, int> Faults { get; }

    /// <summary>Reads a file to its end, or to <see cref="MaxSets"/>; further ones are counted as a fault.</summary>
    /// <param name="from">The file.</param>
    /// <param name="toleratesChecksums">
    /// True to take two lines whose checksum does not fit, as test cases that were changed by hand need it.
    /// </param>
    public static OrbitFile Read(Stream from, bool toleratesChecksums)
    {
        var sink = new Sink(toleratesChecksums);
        FileTransport.PushAll(from, TleFormat.Format, sink);
        return new OrbitFile(sink.Sets, sink.Faults);
    }

    /// <summary>Of each satellite the set whose epoch is nearest to a time, by catalogue number.</summary>
    /// <param name="unixUs">Microseconds since 1970, UTC.</param>
    public IEnumerable<OrbitalElements> Nearest(long unixUs) => Sets
        .Select(set => set.Elements)
        .GroupBy(elements => elements.CatalogueNumber)
        .OrderBy(one => one.Key)
        .Select(one => one.MinBy(
            elements => Math.Abs((double)TlePrinter.EpochOf(elements).UnixMicroseconds - unixUs))!);

    private sealed class Sink(bool toleratesChecksums) : IFrameSink
    {
        private readonly TleReader reader = new(toleratesChecksums);
        private readonly LateFaults late = new();
        private long frames;

        public List<OrbitSet> Sets { get; } = [];

        public SortedDictionary<FrameFault, int> Faults { get; } = [];

        public void Add(ReadOnlySpan<byte> frame, Instant receivedAt)
        {
            Count(reader.Read(new FrameView(new FrameRef(default, frames++), receivedAt, frame), late, out var read));
            foreach (var elements in read)
            {
                if (Sets.Count == MaxSets)
                {
                    Count(FrameFault.TooMany);
                    continue;
                }

                Sets.Add(new OrbitSet(elements, WindowOf(frame), reader.HadBadChecksum));
            }

            foreach (var (_, fault) in late.Items)
            {
                Count(fault);
            }

            late.Clear();
        }

        public void AddOverlong(ReadOnlySpan<byte> piece, Instant receivedAt) => Count(FrameFault.TooLong);

        private void Count(FrameFault fault)
        {
            if (fault != FrameFault.None)
            {
                Faults[fault] = Faults.GetValueOrDefault(fault) + 1;
            }
        }

        /// <summary>Three numbers behind the columns of a second line; anything else there says nothing.</summary>
        private static OrbitWindow? WindowOf(ReadOnlySpan<byte> frame)
        {
            if (!frame.StartsWith("2 "u8) || frame.Length <= TwoLines.Length)
            {
                return null;
            }

            var words = Encoding.ASCII.GetString(frame[TwoLines.Length..])
                .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            Span<double> numbers = stackalloc double[3];
            for (var index = 0; index < words.Length; index++)
            {
                if (index >= numbers.Length
                    || !double.TryParse(
                        words[index], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[index]))
                {
                    return null;
                }
            }

            return words.Length == numbers.Length ? new OrbitWindow(numbers[0], numbers[1], numbers[2]) : null;
        }
    }
}
