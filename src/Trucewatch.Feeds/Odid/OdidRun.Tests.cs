using System.Buffers;
using Trucewatch.Domain;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.ModeS;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Odid;

/// <summary>Lines and what they give.</summary>
internal static class OdidRun
{
    public const ulong Address = 0x02AB_CDEF_0123;
    public const string Serial = "1596F3AB5C7D8E9F";
    public static readonly GeoPoint Place = GeoPoint.FromDegrees(latitudeDeg: 48.5, longitudeDeg: 37.25);
    public static readonly Instant At = Instant.FromUnixSeconds(1_900_000_000);

    public static FeedRun Over(params ReadOnlySpan<(byte[] Message, ulong? Address)> lines)
    {
        var to = new ArrayBufferWriter<byte>();
        foreach (var (message, address) in lines)
        {
            OdidEncoder.WriteLine(to, message, At, address);
        }

        return FeedRun.Decode(OdidFormat.Format, to.WrittenSpan.ToArray());
    }

    public static Observation One(byte[] message) => Xunit.Assert.Single(Over((message, null)).Observations);
}
