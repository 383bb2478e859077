using Trucewatch.Geo;

namespace Trucewatch.Feeds.Asterix;

/// <summary>What a record says, in our units; what it does not say is NaN, -1 or false.</summary>
internal struct AsterixReport
{
    /// <summary>Category.</summary>
    public byte Category;

    /// <summary>System area code and system identification code, as one number.</summary>
    public int Source;

    /// <summary>Seconds since midnight UTC.</summary>
    public double TimeOfDayS;

    /// <summary>What was measured from the radar: slant range in metres and bearing in degrees.</summary>
    public double SlantRangeM, BearingDeg;

    /// <summary>True when <see cref="Position"/> counts.</summary>
    public bool HasPosition;

    /// <summary>The place that the record states: of the object, or of the radar in category 34.</summary>
    public GeoPoint Position;

    /// <summary>Standard deviations of the place to the east and north in metres; NaN: not told.</summary>
    public double EastSigmaM, NorthSigmaM;

    /// <summary>NACp of category 21; -1: not told.</summary>
    public int Accuracy;

    /// <summary>NUCp of version 0, NIC of later versions, of category 21; -1: not told.</summary>
    public int Integrity;

    /// <summary>Version of ADS-B of category 21, 0 to 2; -1: not told.</summary>
    public int Version;

    /// <summary>ICAO address; -1: not told, or another address in its place.</summary>
    public long Address;

    /// <summary>True for a vehicle on an airport.</summary>
    public bool IsVehicle;

    /// <summary>Track number; -1: not told.</summary>
    public long Track;

    /// <summary>Mode 3/A code as four octal digits; -1: not told, or not valid.</summary>
    public int Squawk;

    /// <summary>Pressure altitude in feet; NaN: not told, or not valid.</summary>
    public double PressureFt;

    /// <summary>Height over the ellipsoid in feet; NaN: not told.</summary>
    public double GeometricFt;

    /// <summary>Height of the radar in metres (category 34).</summary>
    public double HeightM;

    /// <summary>Speed over ground and course; NaN: not told.</summary>
    public double SpeedMps, CourseDeg;

    /// <summary>Call sign as six bits a letter; 0: not told.</summary>
    public ulong CallSign;

    /// <summary>True for simulated targets, test targets and field monitors.</summary>
    public bool IsTest;

    /// <summary>True where the record tells of no object: service messages, and plots without detection.</summary>
    public bool IsService;

    /// <summary>Type of a service message; -1: not told.</summary>
    public int Message;

    private const double NauticalMileM = 1852;

    // "Higher than this can say" (I021/140, note 2).
    private const long GreaterThan = 0x7FFF;

    // Of a code: not validated, and garbled.
    private const int Doubtful = 0xC000;
    private const double TurnDeg = 360.0 / 65_536;
    private const double TimeStepS = 1 / 128.0;

    /// <summary>Reads a record.</summary>
    public static AsterixReport Of(scoped in AsterixRecord record)
    {
        var report = new AsterixReport
        {
            Category = record.Category, TimeOfDayS = double.NaN, SlantRangeM = double.NaN, BearingDeg = double.NaN,
            EastSigmaM = double.NaN, NorthSigmaM = double.NaN, Accuracy = -1, Integrity = -1, Version = -1,
            Address = -1, Track = -1, Squawk = -1, PressureFt = double.NaN, GeometricFt = double.NaN,
            HeightM = double.NaN, SpeedMps = double.NaN, CourseDeg = double.NaN, Message = -1,
        };
        report.Source = (int)record.Unsigned(0, 2);
        switch (record.Category)
        {
            case 21: report.ReadSquitter(in record); break;
            case 34: report.ReadRadar(in record); break;
            case 48: report.ReadPlot(in record); break;
            case 62: report.ReadTrack(in record); break;
            default: report.ReadStatus(in record); break;
        }

        return report;
    }

    private static class At21
    {
        public static readonly int Track = Place("161"), Fine = Place("131"), Coarse = Place("130"),
            Address = Place("080"), Geometric = Place("140"), Quality = Place("090"), Squawk = Place("070"),
            Level = Place("145"), Velocity = Place("160"), Name = Place("170"), Received = Place("073"),
            Applied = Place("071"), Sent = Place("077"), Kind = Place("040"), Version = Place("210");

        private static int Place(string name) => AsterixItems.Place(21, name);
    }

    private static class At34
    {
        public static readonly int Message = Place("000"), Time = Place("030"), Site = Place("120");

        private static int Place(string name) => AsterixItems.Place(34, name);
    }

    private static class At48
    {
        public static readonly int Time = Place("140"), Kind = Place("020"), Polar = Place("040"),
            Squawk = Place("070"), Level = Place("090"), Address = Place("220"), Name = Place("240"),
            Track = Place("161"), Velocity = Place("200");

        private static int Place(string name) => AsterixItems.Place(48, name);
    }

    private static class At62
    {
        public static readonly int Time = Place("070"), Position = Place("105"), Velocity = Place("185"),
            Squawk = Place("060"), Name = Place("245"), Aircraft = Place("380"), Track = Place("040"),
            Status = Place("080"), Level = Place("136"), Geometric = Place("130"), Accuracy = Place("500");

        private static int Place(string name) => AsterixItems.Place(62, name);
    }

    private static class At65
    {
        public static readonly int Message = Place("000"), Time = Place("030");

        private static int Place(string name) => AsterixItems.Place(65, name);
    }

    private void ReadRadar(scoped in AsterixRecord record)
    {
        IsService = true;
        Message = (int)record.Unsigned(At34.Message, 1);
        SetTime(record.Unsigned(At34.Time, 3));
        if (record.Has(At34.Site))
        {
            var site = record[At34.Site];
            HeightM = Bits.Signed(site, 0, 2);
            SetPlace(Bits.Signed(site, 2, 3), Bits.Signed(site, 5, 3), 23);
        }
    }

    private void ReadStatus(scoped in AsterixRecord record)
    {
        IsService = true;
        Message = (int)record.Unsigned(At65.Message, 1);
        SetTime(record.Unsigned(At65.Time, 3));
    }

    private void ReadPlot(scoped in AsterixRecord record)
    {
        SetTime(record.Unsigned(At48.Time, 3));
        var isTooFar = false;
        if (record.Has(At48.Kind))
        {
            // No detection is a track without a plot; simulated targets and field monitors fly nowhere.
            var kind = record[At48.Kind];
            IsService = kind[0] >> 5 == 0;
            IsTest = (kind[0] & 0x12) != 0 || ((kind[0] & 1) != 0 && (kind[1] & 0x80) != 0);
            isTooFar = (kind[0] & 1) != 0 && (kind[1] & 0x40) != 0;
        }

        // A range that this item cannot say stands in a reserved field, and the item itself says nothing then.
        if (record.Has(At48.Polar) && !isTooFar)
        {
            SlantRangeM = Bits.Unsigned(record[At48.Polar], 0, 2) * (NauticalMileM / 256);
            BearingDeg = Bits.Unsigned(record[At48.Polar], 2, 2) * TurnDeg;
        }

        SetSquawk(record.Unsigned(At48.Squawk, 2), invalid: Doubtful);
        SetLevel(record, At48.Level, isFlagged: true);
        Address = record.Unsigned(At48.Address, 3);
        CallSign = record.Has(At48.Name) ? Bits.Unsigned(record[At48.Name], 0, 6) : 0;
        Track = record.Unsigned(At48.Track, 2) & (record.Has(At48.Track) ? 0xFFF : -1);
        if (record.Has(At48.Velocity))
        {
            SpeedMps = Bits.Unsigned(record[At48.Velocity], 0, 2) * (NauticalMileM / 16_384);
            CourseDeg = Bits.Unsigned(record[At48.Velocity], 2, 2) * TurnDeg;
        }
    }

    private void ReadTrack(scoped in AsterixRecord record)
    {
        SetTime(record.Unsigned(At62.Time, 3));
        if (record.Has(At62.Position))
        {
            SetPlace(Bits.Signed(record[At62.Position], 0, 4), Bits.Signed(record[At62.Position], 4, 4), 25);
        }

        if (record.Has(At62.Velocity))
        {
            var east = Bits.Signed(record[At62.Velocity], 0, 2) * 0.25;
            var north = Bits.Signed(record[At62.Velocity], 2, 2) * 0.25;
            SpeedMps = Math.Sqrt((east * east) + (north * north));
            var course = SpeedMps > 0 ? Elementary.RadiansToDegrees(Elementary.Atan2(east, north)) : double.NaN;
            CourseDeg = course < 0 ? course + 360 : course;
        }

        SetSquawk(record.Unsigned(At62.Squawk, 2), invalid: Doubtful);
        SetLevel(record, At62.Level, isFlagged: false);
        GeometricFt = record.Has(At62.Geometric) ? Bits.Signed(record[At62.Geometric], 0, 2) * 6.25 : double.NaN;
        Track = record.Unsigned(At62.Track, 2);
        Address = record.Part(At62.Aircraft, 0) is { IsEmpty: false } address
            ? (long)Bits.Unsigned(address, 0, 3)
            : -1;
        CallSign = record.Part(At62.Aircraft, 1) is { IsEmpty: false } name ? Bits.Unsigned(name, 0, 6)
            : record.Has(At62.Name) ? Bits.Unsigned(record[At62.Name], 1, 6)
            : 0;
        ReadAccuracy(in record);
        if (record.Has(At62.Status) && (record[At62.Status][0] & 1) != 0)
        {
            IsTest = (record[At62.Status][1] & 0x80) != 0;
        }
    }

    /// <summary>The accuracy in degrees; else the one in the plane of the system, whose axes are near enough.</summary>
    private void ReadAccuracy(scoped in AsterixRecord record)
    {
        if (record.Part(At62.Accuracy, 2) is { IsEmpty: false } degrees && HasPosition)
        {
            var scale = LocalScale.At(Position);
            NorthSigmaM = Bits.Unsigned(degrees, 0, 2) * (180.0 / (1 << 25)) * scale.NorthMPerDegree;
            EastSigmaM = Bits.Unsigned(degrees, 2, 2) * (180.0 / (1 << 25)) * scale.EastMPerDegree;
        }
        else if (record.Part(At62.Accuracy, 0) is { IsEmpty: false } metres)
        {
            EastSigmaM = Bits.Unsigned(metres, 0, 2) * 0.5;
            NorthSigmaM = Bits.Unsigned(metres, 2, 2) * 0.5;
        }
    }

    private void ReadSquitter(scoped in AsterixRecord record)
    {
        SetTime(record.Has(At21.Received) ? record.Unsigned(At21.Received, 3)
            : record.Has(At21.Applied) ? record.Unsigned(At21.Applied, 3)
            : record.Unsigned(At21.Sent, 3));
        if (record.Has(At21.Fine))
        {
            SetPlace(Bits.Signed(record[At21.Fine], 0, 4), Bits.Signed(record[At21.Fine], 4, 4), 30);
        }
        else if (record.Has(At21.Coarse))
        {
            SetPlace(Bits.Signed(record[At21.Coarse], 0, 3), Bits.Signed(record[At21.Coarse], 3, 3), 23);
        }

        Address = record.Unsigned(At21.Address, 3);
        Track = record.Unsigned(At21.Track, 2) & (record.Has(At21.Track) ? 0xFFF : -1);
        CallSign = record.Has(At21.Name) ? Bits.Unsigned(record[At21.Name], 0, 6) : 0;
        SetSquawk(record.Unsigned(At21.Squawk, 2), invalid: 0);
        SetLevel(record, At21.Level, isFlagged: false);
        GeometricFt = record.Has(At21.Geometric) && record.Unsigned(At21.Geometric, 2) != GreaterThan
            ? Bits.Signed(record[At21.Geometric], 0, 2) * 6.25
            : double.NaN;
        Version = record.Has(At21.Version) ? (record[At21.Version][0] >> 3) & 7 : -1;
        if (record.Has(At21.Quality))
        {
            var quality = record[At21.Quality];
            Integrity = (quality[0] >> 1) & 15;
            Accuracy = (quality[0] & 1) != 0 ? (quality[1] >> 1) & 15 : -1;
        }

        if (record.Has(At21.Velocity) && (record[At21.Velocity][0] & 0x80) == 0)
        {
            SpeedMps = Bits.Unsigned(record[At21.Velocity], 0, 2) * (NauticalMileM / 16_384);
            CourseDeg = Bits.Unsigned(record[At21.Velocity], 2, 2) * TurnDeg;
        }

        if (record.Has(At21.Kind))
        {
            ReadKind(record[At21.Kind]);
        }
    }

    /// <summary>Of an address that is not its own or not unique no object is known by it.</summary>
    private void ReadKind(ReadOnlySpan<byte> kind)
    {
        // Address type 0: ICAO; 2: that of a vehicle; others are duplicate, anonymous or not defined.
        var type = kind[0] >> 5;
        IsVehicle = type == 2;
        Address = type is 0 or 2 ? Address : -1;

        // Field monitor; then differential, ground bit, simulated, test.
        IsTest = (kind[0] & 0x02) != 0 || ((kind[0] & 1) != 0 && (kind[1] & 0x30) != 0);
    }

    private void SetTime(long steps) => TimeOfDayS = steps < 0 ? double.NaN : steps * TimeStepS;

    private void SetPlace(long latitude, long longitude, int bits)
    {
        var step = 180.0 / (1L << bits);
        var east = longitude * step;
        HasPosition = GeoPoint.TryFromDegrees(
            latitudeDeg: latitude * step, longitudeDeg: east >= 180 ? east - 360 : east, out Position);
    }

    private void SetSquawk(long code, int invalid) => Squawk = code < 0 || (code & invalid) != 0 ? -1
        : (int)((((code >> 9) & 7) * 1000) + (((code >> 6) & 7) * 100) + (((code >> 3) & 7) * 10) + (code & 7));

    /// <summary>Quarters of a flight level; in plots two bits before it say "not validated" and "garbled".</summary>
    private void SetLevel(scoped in AsterixRecord record, int place, bool isFlagged)
    {
        if (!record.Has(place) || (isFlagged && (record[place][0] & 0xC0) != 0))
        {
            return;
        }

        var raw = Bits.Signed(record[place], 0, 2);
        raw = isFlagged ? (long)((ulong)raw << 50) >> 50 : raw;
        PressureFt = raw * 25.0;
    }
}
