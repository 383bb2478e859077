using System.Buffers;
using System.Buffers.Text;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds;
using Trucewatch.Feeds.Framing;
using Trucewatch.Feeds.Times;
using Trucewatch.Geo;

namespace Trucewatch.Tests.Guides;

/// <summary>Lines of a drifting buoy: <c>B,123456789,2030-06-03T06:00:00Z,46.5,31.25</c>.</summary>
public static class BuoyFormat
{
    public const int MaxLineBytes = 128;

    public static readonly FeedFormat Format = new(
        "buoy",
        "drifting buoys, example of the guide",
        MaxLineBytes,
        () => new LineFramer(MaxLineBytes),
        () => new BuoyDecoder(),
        _ => new BuoyPrinter(),
        ReadReceiveTime: null);
}

public sealed class BuoyDecoder : IFrameDecoder
{
    private const double UnstatedSigmaM = 50;

    public FrameFault Decode(in FrameView frame, ObservationBuffer output, LateFaults late)
    {
        Span<Range> fields = stackalloc Range[6];
        var count = 0;
        foreach (var field in frame.Bytes.Split((byte)','))
        {
            if (count == fields.Length)
            {
                return FrameFault.BadSyntax;
            }

            fields[count++] = field;
        }

        var line = frame.Bytes;
        if (count != 5 || !line[fields[0]].SequenceEqual("B"u8)
            || !Whole(line[fields[1]], out uint mmsi) || !Rfc3339.TryParse(line[fields[2]], out var at)
            || !Number(line[fields[3]], out var latitude) || !Number(line[fields[4]], out var longitude))
        {
            return FrameFault.BadSyntax;
        }

        if (!GeoPoint.TryFromDegrees(latitudeDeg: latitude, longitudeDeg: longitude, out var position))
        {
            return FrameFault.OutOfRange;
        }

        ref var observation = ref output.Add();
        observation.Frame = frame.Ref;
        observation.Kind = ObservationKind.Position;
        observation.Identity = ObjectIdentity.Mmsi(mmsi);
        observation.Class = ObjectClass.Installation;
        (observation.At, observation.ReceivedAt, observation.HasSourceTime) = (at, frame.ReceivedAt, true);
        (observation.HasPosition, observation.Position) = (true, position);
        observation.PositionError = Covariance2.Circular(UnstatedSigmaM);
        observation.HasAssumedError = true;
        return FrameFault.None;
    }

    private static bool Whole(ReadOnlySpan<byte> text, out uint value) =>
        Utf8Parser.TryParse(text, out value, out var read) && read == text.Length;

    private static bool Number(ReadOnlySpan<byte> text, out double value) =>
        Utf8Parser.TryParse(text, out value, out var read) && read == text.Length && double.IsFinite(value);
}

public sealed class BuoyPrinter : IMessagePrinter
{
    private readonly BuoyDecoder decoder = new();
    private readonly ObservationBuffer decoded = new();

    public FrameFault Print(in FrameView frame, IBufferWriter<byte> lines, LateFaults late)
    {
        decoded.Clear();
        var fault = decoder.Decode(in frame, decoded, late);
        if (fault == FrameFault.None)
        {
            ref readonly var seen = ref decoded.Items[0];
            var (lat, lon) = (seen.Position.LatitudeDeg, seen.Position.LongitudeDeg);
            var json = FormattableString.Invariant(
                $$"""{"mmsi":{{seen.Identity.Number}},"lat":{{lat}},"lon":{{lon}}}""");
            lines.Write(System.Text.Encoding.UTF8.GetBytes(json + "\n"));
        }

        return fault;
    }
}
