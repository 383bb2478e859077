using System.Runtime.CompilerServices;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Firms;

/// <summary>What a column holds. Two names of one meaning, as of the two instruments, are one column.</summary>
internal enum FirmsColumn
{
    /// <summary>Degrees of the pixel's middle.</summary>
    Latitude,

    /// <summary>Degrees of the pixel's middle.</summary>
    Longitude,

    /// <summary>Brightness temperature of the fire channel, kelvins (<c>brightness</c>, <c>bright_ti4</c>).</summary>
    Brightness,

    /// <summary>Size of the pixel along the scan, kilometres.</summary>
    Scan,

    /// <summary>Size of the pixel along the satellite's track, kilometres.</summary>
    Track,

    /// <summary>Day of the overpass, UTC.</summary>
    Date,

    /// <summary>Hours and minutes of the overpass, UTC.</summary>
    Time,

    /// <summary>Satellite.</summary>
    Satellite,

    /// <summary>Instrument.</summary>
    Instrument,

    /// <summary>0 to 100, or one of three words or their first letters.</summary>
    Confidence,

    /// <summary>Collection and processing.</summary>
    Version,

    /// <summary>Brightness temperature of the other channel, kelvins (<c>bright_t31</c>, <c>bright_ti5</c>).</summary>
    Background,

    /// <summary>Fire radiative power, megawatts.</summary>
    Power,

    /// <summary>D or N.</summary>
    DayNight,

    /// <summary>0 vegetation, 1 volcano, 2 static source on land, 3 offshore; the archive has it.</summary>
    Type,

    /// <summary>How many columns are known.</summary>
    Count,
}

/// <summary>Where in a row each column stands; made of a header.</summary>
internal sealed class FirmsColumns
{
    private readonly int[] places = new int[(int)FirmsColumn.Count];

    private FirmsColumns() => Array.Fill(places, -1);

    /// <summary>Place in the row, or -1.</summary>
    public int this[FirmsColumn column] => places[(int)column];

    /// <summary>Number of fields that a row must have.</summary>
    public int FieldCount { get; private set; }

    /// <summary>True for a line that names columns; the first or the second of them is the latitude.</summary>
    public static bool IsHeader(in FirmsFields fields) =>
        fields[0].SequenceEqual("latitude"u8) || (fields.Count > 1 && fields[1].SequenceEqual("latitude"u8));

    /// <summary>Reads a header. Columns of other names are passed over.</summary>
    public static FrameFault Read(in FirmsFields fields, out FirmsColumns? columns)
    {
        columns = null;
        var read = new FirmsColumns { FieldCount = fields.Count };
        for (var place = 0; place < fields.Count; place++)
        {
            if (!TryFind(fields[place], out var column))
            {
                continue;
            }

            if (read[column] >= 0)
            {
                return FrameFault.DuplicateMember;
            }

            read.places[(int)column] = place;
        }

        ReadOnlySpan<FirmsColumn> needed =
        [
            FirmsColumn.Latitude, FirmsColumn.Longitude, FirmsColumn.Scan, FirmsColumn.Track, FirmsColumn.Date,
            FirmsColumn.Time,
        ];
        foreach (var column in needed)
        {
            if (read[column] < 0)
            {
                return FrameFault.MissingMember;
            }
        }

        columns = read;
        return FrameFault.None;
    }

    private static bool TryFind(ReadOnlySpan<byte> name, out FirmsColumn column)
    {
        column = name switch
        {
            _ when name.SequenceEqual("latitude"u8) => FirmsColumn.Latitude,
            _ when name.SequenceEqual("longitude"u8) => FirmsColumn.Longitude,
            _ when name.SequenceEqual("brightness"u8) || name.SequenceEqual("bright_ti4"u8) => FirmsColumn.Brightness,
            _ when name.SequenceEqual("scan"u8) => FirmsColumn.Scan,
            _ when name.SequenceEqual("track"u8) => FirmsColumn.Track,
            _ when name.SequenceEqual("acq_date"u8) => FirmsColumn.Date,
            _ when name.SequenceEqual("acq_time"u8) => FirmsColumn.Time,
            _ when name.SequenceEqual("satellite"u8) => FirmsColumn.Satellite,
            _ when name.SequenceEqual("instrument"u8) => FirmsColumn.Instrument,
            _ when name.SequenceEqual("confidence"u8) => FirmsColumn.Confidence,
            _ when name.SequenceEqual("version"u8) => FirmsColumn.Version,
            _ when name.SequenceEqual("bright_t31"u8) || name.SequenceEqual("bright_ti5"u8) => FirmsColumn.Background,
            _ when name.SequenceEqual("frp"u8) => FirmsColumn.Power,
            _ when name.SequenceEqual("daynight"u8) => FirmsColumn.DayNight,
            _ when name.SequenceEqual("type"u8) => FirmsColumn.Type,
            _ => FirmsColumn.Count,
        };
        return column != FirmsColumn.Count;
    }
}

/// <summary>The fields of a line, without quotes: no value of FIRMS has a comma in it.</summary>
internal ref struct FirmsFields
{
    /// <summary>Most fields of a line; FIRMS has up to 16.</summary>
    public const int MaxFields = 32;

    private ReadOnlySpan<byte> line;
    private Ends ends;

    /// <summary>Number of fields.</summary>
    public int Count { get; private set; }

    /// <summary>A field; empty for a place that is none.</summary>
    public readonly ReadOnlySpan<byte> this[int index] => (uint)index < (uint)Count
        ? line[(index == 0 ? 0 : ends[index - 1] + 1)..ends[index]]
        : [];

    /// <summary>Finds the commas; false where there are too many.</summary>
    public static bool TrySplit(ReadOnlySpan<byte> line, out FirmsFields fields)
    {
        fields = new FirmsFields { line = line };
        var count = 0;
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] != ',')
            {
                continue;
            }

            if (count == MaxFields - 1)
            {
                return false;
            }

            fields.ends[count++] = at;
        }

        fields.ends[count++] = line.Length;
        fields.Count = count;
        return true;
    }

    [InlineArray(MaxFields)]
    private struct Ends
    {
        private int first;
    }
}
