using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Cot;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Firms;

/// <summary>One row: a pixel of a satellite's picture in which something hot was found.</summary>
internal ref struct FirmsRow
{
    /// <summary>Greatest size of a pixel; those at the edge of a MODIS scan reach 4.8 km.</summary>
    public const double MaxPixelKm = 10;

    /// <summary>Greatest power; the greatest fires known reach a few thousand megawatts a pixel.</summary>
    public const double MaxPowerMw = 100_000;

    /// <summary>Greatest brightness temperature in kelvins.</summary>
    public const double MaxBrightnessK = 2_000;

    /// <summary>Below it the source itself calls the confidence low (MODIS, in hundredths).</summary>
    public const double LowConfidence = 0.3;

    private const long MinuteUs = 60_000_000;
    private const int MinutesPerDay = 24 * 60;

    /// <summary>Where the middle of the pixel is.</summary>
    public GeoPoint Position;

    /// <summary>When, to the minute.</summary>
    public Instant At;

    /// <summary>Size of the pixel in kilometres along the scan and along the track.</summary>
    public double ScanKm, TrackKm;

    /// <summary>Brightness temperatures in kelvins of both channels; NaN: not told.</summary>
    public double BrightnessK, BackgroundK;

    /// <summary>Fire radiative power in megawatts; NaN: not told.</summary>
    public double PowerMw;

    /// <summary>How sure the source is, 0 to 1; NaN: not told.</summary>
    public double Confidence;

    /// <summary>What the source takes it for, 0 to 3; -1: not told.</summary>
    public int Type;

    /// <summary>Words as they stand; empty: not told.</summary>
    public ReadOnlySpan<byte> Satellite, Instrument, Version, DayNight, ConfidenceWord;

    /// <summary>Harmless causes that the source itself names.</summary>
    public readonly ScreeningReasons Reasons => (Type switch
    {
        1 => ScreeningReasons.Volcano,
        2 => ScreeningReasons.StaticHeat,
        3 => ScreeningReasons.Offshore,
        _ => ScreeningReasons.None,
    }) | (Confidence < LowConfidence ? ScreeningReasons.LowConfidence : ScreeningReasons.None);

    /// <summary>Reads a row under its columns.</summary>
    public static FrameFault TryRead(scoped in FirmsFields fields, FirmsColumns columns, out FirmsRow row)
    {
        row = default;
        if (fields.Count != columns.FieldCount)
        {
            return FrameFault.BadSyntax;
        }

        var fault = row.ReadPlace(fields, columns);
        fault = fault == FrameFault.None ? row.ReadTime(fields, columns) : fault;
        fault = fault == FrameFault.None ? row.ReadHeat(fields, columns) : fault;
        if (fault == FrameFault.None)
        {
            row.Satellite = fields[columns[FirmsColumn.Satellite]];
            row.Instrument = fields[columns[FirmsColumn.Instrument]];
            row.Version = fields[columns[FirmsColumn.Version]];
        }

        return fault;
    }

    private FrameFault ReadPlace(scoped in FirmsFields fields, FirmsColumns columns)
    {
        var (latitude, longitude) = (0.0, 0.0);
        var fault = CotNumbers.Read(fields[columns[FirmsColumn.Latitude]], -90, 90, ref latitude);
        fault = First(fault, CotNumbers.Read(fields[columns[FirmsColumn.Longitude]], -180, 180, ref longitude));
        fault = First(fault, CotNumbers.Read(fields[columns[FirmsColumn.Scan]], 0, MaxPixelKm, ref ScanKm));
        fault = First(fault, CotNumbers.Read(fields[columns[FirmsColumn.Track]], 0, MaxPixelKm, ref TrackKm));
        if (fault != FrameFault.None)
        {
            return fault;
        }

        var isPlace = GeoPoint.TryFromDegrees(latitudeDeg: latitude, longitudeDeg: longitude, out Position);
        return isPlace && ScanKm > 0 && TrackKm > 0 ? FrameFault.None : FrameFault.OutOfRange;
    }

    /// <summary>2021-01-08 and 0906, 906 (zeros in front are often lost) or 09:06.</summary>
    private FrameFault ReadTime(scoped in FirmsFields fields, FirmsColumns columns)
    {
        var date = fields[columns[FirmsColumn.Date]];
        var time = fields[columns[FirmsColumn.Time]];
        if (date.Length != 10 || date[4] != '-' || date[7] != '-' || !TryWhole(date[..4], out var year)
            || !TryWhole(date[5..7], out var month) || !TryWhole(date[8..], out var day))
        {
            return FrameFault.BadSyntax;
        }

        var colon = time.Length == 5 && time[2] == ':';
        var (hour, minute) = (0, 0);
        if (colon ? !TryWhole(time[..2], out hour) || !TryWhole(time[3..], out minute)
            : time.Length is 0 or > 4 || !TryWhole(time, out minute))
        {
            return FrameFault.BadSyntax;
        }

        (hour, minute) = colon ? (hour, minute) : (minute / 100, minute % 100);
        if (year is < 1970 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59)
        {
            return FrameFault.OutOfRange;
        }

        var days = (new DateTime(year, month, day) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerDay;
        At = new Instant(((days * MinutesPerDay) + (hour * 60) + minute) * MinuteUs);
        return FrameFault.None;
    }

    private FrameFault ReadHeat(scoped in FirmsFields fields, FirmsColumns columns)
    {
        var fault = Maybe(fields[columns[FirmsColumn.Brightness]], MaxBrightnessK, out BrightnessK);
        fault = First(fault, Maybe(fields[columns[FirmsColumn.Background]], MaxBrightnessK, out BackgroundK));
        fault = First(fault, Maybe(fields[columns[FirmsColumn.Power]], MaxPowerMw, out PowerMw));
        fault = First(fault, ReadConfidence(fields[columns[FirmsColumn.Confidence]]));
        if (fault != FrameFault.None)
        {
            return fault;
        }

        var type = fields[columns[FirmsColumn.Type]];
        Type = type.IsEmpty ? -1 : type[0] - '0';
        DayNight = fields[columns[FirmsColumn.DayNight]];
        return type.Length > 1 || Type is < -1 or > 3 || DayNight is not ([] or [(byte)'D'] or [(byte)'N'])
            ? FrameFault.OutOfRange
            : FrameFault.None;
    }

    /// <summary>
    /// Three words stand for the middles of the bands that the source divides its hundredths into: below 30, up to 80,
    /// and above.
    /// </summary>
    private FrameFault ReadConfidence(ReadOnlySpan<byte> text)
    {
        Confidence = double.NaN;
        if (text.IsEmpty)
        {
            return FrameFault.None;
        }

        if (text[0] is >= (byte)'0' and <= (byte)'9')
        {
            var fault = CotNumbers.Read(text, 0, 100, ref Confidence);
            Confidence /= 100;
            return fault;
        }

        ConfidenceWord = text switch
        {
            [(byte)'l'] => "low"u8,
            [(byte)'n'] => "nominal"u8,
            [(byte)'h'] => "high"u8,
            _ when text.SequenceEqual("low"u8) || text.SequenceEqual("nominal"u8) || text.SequenceEqual("high"u8)
                => text,
            _ => [],
        };
        Confidence = ConfidenceWord switch
        {
            [(byte)'l', ..] => 0.15,
            [(byte)'n', ..] => 0.55,
            [(byte)'h', ..] => 0.9,
            _ => double.NaN,
        };
        return ConfidenceWord.IsEmpty ? FrameFault.OutOfRange : FrameFault.None;
    }

    private static FrameFault Maybe(ReadOnlySpan<byte> text, double most, out double value)
    {
        value = double.NaN;
        return text.IsEmpty ? FrameFault.None : CotNumbers.Read(text, 0, most, ref value);
    }

    // At most four digits, so that the number fits.
    private static bool TryWhole(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var letter in text)
        {
            if (letter is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            value = (value * 10) + (letter - '0');
        }

        return true;
    }

    private static FrameFault First(FrameFault a, FrameFault b) => a == FrameFault.None ? b : a;
}
