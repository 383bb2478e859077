using System.Globalization;
using System.Text;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Feeds.Ais;

/// <summary>What one message says of its sender, in ASCII; what it does not say stays as it is known.</summary>
internal ref struct AisSelfReport
{
    public bool SaysName;
    public ReadOnlySpan<byte> Name;
    public bool SaysCallSign;
    public ReadOnlySpan<byte> CallSign;
    public bool SaysBuild;
    public string TypeCode;
    public double LengthM;
    public double BeamM;

    // Type and size that count only as long as the sender's main report has not told them.
    public bool IsSecondary;
}

/// <summary>
/// Remembers each sender's description, so that a repeat gives the same object and allocates nothing, and so that the
/// two parts of a type 24 message come together. When full, the sender that came first is forgotten.
/// </summary>
internal sealed class AisDescriptions
{
    /// <summary>Most senders that are remembered.</summary>
    public const int MaxSenders = 16_384;

    private const string InlandPrefix = "inland:";

    private static readonly string[] typeCodes = MakeCodes("", 256);
    private static readonly string[] aidCodes = MakeCodes("aid:", 32);
    private static readonly string[] inlandCodes = MakeCodes(InlandPrefix, 1 << 14);

    private readonly Dictionary<uint, int> slotOf = [];
    private readonly List<(uint Mmsi, ObjectDescription Description)> slots = [];
    private readonly int maxSenders;
    private int oldest;

    /// <summary>Makes an empty memory.</summary>
    public AisDescriptions(int maxSenders = MaxSenders) => this.maxSenders = maxSenders;

    /// <summary>The ship type as text, for example <c>70</c>.</summary>
    public static string ShipTypeCode(uint code) => typeCodes[code];

    /// <summary>The kind of aid to navigation as text, for example <c>aid:13</c>.</summary>
    public static string AidTypeCode(uint code) => aidCodes[code];

    /// <summary>The type of an inland ship as text, for example <c>inland:8010</c>.</summary>
    public static string InlandTypeCode(uint code) => inlandCodes[code];

    /// <summary>Joins what is said now with what is known, and gives the whole.</summary>
    public ObjectDescription Learn(uint mmsi, in AisSelfReport report)
    {
        if (!slotOf.TryGetValue(mmsi, out var slot))
        {
            var first = Join(new ObjectDescription("", "", "", 0, 0), report);
            Remember(mmsi, first);
            return first;
        }

        var known = slots[slot].Description;
        if (Agrees(known, report) || (report.IsSecondary && IsMainBuild(known)))
        {
            return known;
        }

        var joined = Join(known, report);
        slots[slot] = (mmsi, joined);
        return joined;
    }

    private static bool IsMainBuild(ObjectDescription known) =>
        known.TypeCode.Length > 0 && !known.TypeCode.StartsWith(InlandPrefix, StringComparison.Ordinal);

    private static bool Agrees(ObjectDescription known, in AisSelfReport report) =>
        (!report.SaysName || Ascii.Equals(report.Name, known.Name))
        && (!report.SaysCallSign || Ascii.Equals(report.CallSign, known.CallSign))
        && (!report.SaysBuild
            || (known.TypeCode == report.TypeCode && known.LengthM == report.LengthM && known.BeamM == report.BeamM));

    private static ObjectDescription Join(ObjectDescription known, in AisSelfReport report) => new(
        report.SaysName ? Encoding.ASCII.GetString(report.Name) : known.Name,
        report.SaysCallSign ? Encoding.ASCII.GetString(report.CallSign) : known.CallSign,
        report.SaysBuild ? report.TypeCode : known.TypeCode,
        report.SaysBuild ? report.LengthM : known.LengthM,
        report.SaysBuild ? report.BeamM : known.BeamM);

    private void Remember(uint mmsi, ObjectDescription description)
    {
        if (slots.Count < maxSenders)
        {
            slotOf.Add(mmsi, slots.Count);
            slots.Add((mmsi, description));
            return;
        }

        slotOf.Remove(slots[oldest].Mmsi);
        slotOf.Add(mmsi, oldest);
        slots[oldest] = (mmsi, description);
        oldest = (oldest + 1) % maxSenders;
    }

    private static string[] MakeCodes(string prefix, int count)
    {
        var codes = new string[count];
        for (var code = 0; code < codes.Length; code++)
        {
            codes[code] = prefix + code.ToString(CultureInfo.InvariantCulture);
        }

        return codes;
    }
}
