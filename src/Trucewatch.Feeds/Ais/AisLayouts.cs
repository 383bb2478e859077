using Trucewatch.Domain.Frames;
using static Trucewatch.Feeds.Ais.AisMeaning;

namespace Trucewatch.Feeds.Ais;

/// <summary>
/// The messages' fields (ITU-R M.1371-5, annex 8). The decoder, the printer and the encoder read the same tables, so
/// that they cannot differ.
/// </summary>
internal static class AisLayouts
{
    /// <summary>Message type.</summary>
    public static readonly AisField Type = new("type", 0, 6, Number);

    /// <summary>How often the message was repeated.</summary>
    public static readonly AisField Repeat = new("repeat", 6, 2, Number);

    /// <summary>Who sends.</summary>
    public static readonly AisField Mmsi = new("mmsi", 8, 30, Number);

    /// <summary>Bits of what all messages begin with: type, repeat, sender.</summary>
    private const int HeadBits = 38;

    /// <summary>Degrees in ten-thousandths of a minute.</summary>
    public static readonly AisScale FineAngle = new(0, 600_000, 7);

    /// <summary>Degrees in thousandths of a minute.</summary>
    public static readonly AisScale MiddleAngle = new(0, 60_000, 6);

    /// <summary>Degrees in tenths of a minute.</summary>
    public static readonly AisScale CoarseAngle = new(0, 600, 4);

    /// <summary>Tenths of anything.</summary>
    public static readonly AisScale Tenths = new(0, 10, 1);

    /// <summary>All layouts; tests go through them.</summary>
    public static IReadOnlyList<AisLayout> All =>
    [
        PositionA.Layout, BaseStation.Layout, StaticA.Layout, SearchAircraft.Layout, PositionB.Layout,
        ExtendedB.Layout, Aid.Layout, StaticB.LayoutA, StaticB.LayoutB, StaticB.LayoutOfAuxiliaryCraft,
        LongRange.Layout, .. AisLinkLayouts.All, .. AisBinaryLayouts.All,
    ];

    /// <summary>The layout of a message, or null when its type is not read; type 24 depends on the part.</summary>
    public static AisLayout? Find(in AisBits bits) => bits.Unsigned(Type) switch
    {
        1 or 2 or 3 => PositionA.Layout,
        4 or 11 => BaseStation.Layout,
        5 => StaticA.Layout,
        6 => AisBinaryLayouts.FindAddressed(bits),
        8 => AisBinaryLayouts.FindBroadcast(bits),
        9 => SearchAircraft.Layout,
        18 => PositionB.Layout,
        19 => ExtendedB.Layout,
        21 => Aid.Layout,
        24 => StaticB.Find(bits),
        27 => LongRange.Layout,
        var type => AisLinkLayouts.Find(bits, type),
    };

    /// <summary>The layout of a message that may be read, or the fault.</summary>
    public static FrameFault Judge(in AisBits bits, out AisLayout layout)
    {
        layout = null!;
        if (bits.Length < HeadBits)
        {
            return FrameFault.WrongLength;
        }

        if (Find(bits) is not { } found)
        {
            // Part numbers 2 and 3 of type 24 have no meaning; of the other types all forms have a layout.
            return bits.Unsigned(Type) == 24 ? FrameFault.OutOfRange : FrameFault.UnsupportedType;
        }

        layout = found;
        return bits.Length < found.MinBits || bits.Length > found.MaxBits ? FrameFault.WrongLength : FrameFault.None;
    }

    /// <summary>Month, day, hour and minute, one after the other.</summary>
    public static AisMoment MonthToMinute(int start, string pattern, int digits = 2) =>
        new(pattern, digits, -1, start, start + 4, start + 9, start + 14, -1);

    /// <summary>Types 1, 2, 3: position of a class A station.</summary>
    public static class PositionA
    {
        public static readonly AisField Status = new("status", 38, 4, Code, AisLegends.Status);
        public static readonly AisField Turn = new("turn", 42, 8, AisMeaning.Turn);
        public static readonly AisField Speed = new("speed", 50, 10, SpeedTenths);
        public static readonly AisField Accuracy = new("accuracy", 60, 1, Flag);
        public static readonly AisField Longitude = new("lon", 61, 28, SignedScaled, FineAngle);
        public static readonly AisField Latitude = new("lat", 89, 27, SignedScaled, FineAngle);
        public static readonly AisField Course = new("course", 116, 12, Scaled, Tenths);
        public static readonly AisField Heading = new("heading", 128, 9, Number);
        public static readonly AisField Second = new("second", 137, 6, Number);
        public static readonly AisField Manoeuvre = new("maneuver", 143, 2, Number);
        public static readonly AisField Raim = new("raim", 148, 1, Flag);
        public static readonly AisField Radio = new("radio", 149, 19, CutNumber);

        // Some senders state five fill bits where there are none: 163 bits hold everything but the radio's own.
        public static readonly AisLayout Layout = new("1", [1, 2, 3], 163, 180,
            [Status, Turn, Speed, Accuracy, Longitude, Latitude, Course, Heading, Second, Manoeuvre, Raim, Radio])
        { ComposedBits = 168 };
    }

    /// <summary>Types 4 and 11: place and time of a base station, or of a mobile one that was asked.</summary>
    public static class BaseStation
    {
        public static readonly AisField Time = new(
            "timestamp", 38, 40, Moment, new AisMoment("Y-M-DTh:m:sZ", 2, 38, 52, 56, 61, 66, 72));
        public static readonly AisField Second = new("second", 72, 6, Number);
        public static readonly AisField Accuracy = new("accuracy", 78, 1, Flag);
        public static readonly AisField Longitude = new("lon", 79, 28, SignedScaled, FineAngle);
        public static readonly AisField Latitude = new("lat", 107, 27, SignedScaled, FineAngle);
        public static readonly AisField FixBy = new("epfd", 134, 4, Code, AisLegends.FixDevice);
        public static readonly AisField Raim = new("raim", 148, 1, Flag);
        public static readonly AisField Radio = new("radio", 149, 19, CutNumber);

        public static readonly AisLayout Layout = new("4", [4, 11], 168, 180,
            [Time, Accuracy, Longitude, Latitude, FixBy, Raim, Radio]);
    }

    /// <summary>Type 5: name, voyage and size of a class A station.</summary>
    public static class StaticA
    {
        public static readonly AisField Version = new("ais_version", 38, 2, Number);
        public static readonly AisField Imo = new("imo", 40, 30, Number);
        public static readonly AisField CallSign = new("callsign", 70, 42, Text);
        public static readonly AisField Name = new("shipname", 112, 120, Text);
        public static readonly AisField ShipType = new("shiptype", 232, 8, Code, AisLegends.ShipType);
        public static readonly AisField ToBow = new("to_bow", 240, 9, Number);
        public static readonly AisField ToStern = new("to_stern", 249, 9, Number);
        public static readonly AisField ToPort = new("to_port", 258, 6, Number);
        public static readonly AisField ToStarboard = new("to_starboard", 264, 6, Number);
        public static readonly AisField FixBy = new("epfd", 270, 4, Code, AisLegends.FixDevice);
        public static readonly AisField Eta = new("eta", 274, 20, Moment, MonthToMinute(274, "M-DTh:mZ"));
        public static readonly AisField Draught = new("draught", 294, 8, Scaled, Tenths);
        public static readonly AisField Destination = new("destination", 302, 120, Text);
        public static readonly AisField Dte = new("dte", 422, 1, Number);

        // Some senders leave out the last bits: 420 hold everything but the data terminal flag.
        public static readonly AisLayout Layout = new("5", [5], 420, 432,
        [
            Imo, Version, CallSign, Name, ShipType, ToBow, ToStern, ToPort, ToStarboard, FixBy, Eta, Draught,
            Destination, Dte,
        ]) { ComposedBits = 424 };
    }

    /// <summary>Type 9: position of a search and rescue aircraft.</summary>
    public static class SearchAircraft
    {
        public static readonly AisField Altitude = new("alt", 38, 12, AisMeaning.Altitude);
        public static readonly AisField Speed = new("speed", 50, 10, SpeedWhole);
        public static readonly AisField Accuracy = new("accuracy", 60, 1, Flag);
        public static readonly AisField Longitude = new("lon", 61, 28, SignedScaled, FineAngle);
        public static readonly AisField Latitude = new("lat", 89, 27, SignedScaled, FineAngle);
        public static readonly AisField Course = new("course", 116, 12, Scaled, Tenths);
        public static readonly AisField Second = new("second", 128, 6, Number);
        public static readonly AisField Regional = new("regional", 134, 8, Number);
        public static readonly AisField Dte = new("dte", 142, 1, Number);
        public static readonly AisField Raim = new("raim", 147, 1, Flag);
        public static readonly AisField Radio = new("radio", 148, 20, CutNumber);

        public static readonly AisLayout Layout = new("9", [9], 168, 180,
            [Altitude, Speed, Accuracy, Longitude, Latitude, Course, Second, Regional, Dte, Raim, Radio]);
    }

    /// <summary>Type 18: position of a class B station. Type 19 has the same fields up to the second.</summary>
    public static class PositionB
    {
        public static readonly AisField Reserved = new("reserved", 38, 8, Number);
        public static readonly AisField Speed = new("speed", 46, 10, Scaled, Tenths);
        public static readonly AisField Accuracy = new("accuracy", 56, 1, Flag);
        public static readonly AisField Longitude = new("lon", 57, 28, SignedScaled, FineAngle);
        public static readonly AisField Latitude = new("lat", 85, 27, SignedScaled, FineAngle);
        public static readonly AisField Course = new("course", 112, 12, Scaled, Tenths);
        public static readonly AisField Heading = new("heading", 124, 9, Number);
        public static readonly AisField Second = new("second", 133, 6, Number);
        public static readonly AisField Regional = new("regional", 139, 2, Number);
        public static readonly AisField CarrierSense = new("cs", 141, 1, Flag);
        public static readonly AisField Display = new("display", 142, 1, Flag);
        public static readonly AisField Dsc = new("dsc", 143, 1, Flag);
        public static readonly AisField Band = new("band", 144, 1, Flag);
        public static readonly AisField Msg22 = new("msg22", 145, 1, Flag);
        public static readonly AisField Raim = new("raim", 147, 1, Flag);
        public static readonly AisField Radio = new("radio", 148, 20, CutNumber);

        public static readonly AisLayout Layout = new("18", [18], 168, 180,
        [
            Reserved, Speed, Accuracy, Longitude, Latitude, Course, Heading, Second, Regional, CarrierSense, Display,
            Dsc, Band, Msg22, Raim, Radio,
        ]);
    }

    /// <summary>Type 19: position, name and size of a class B station.</summary>
    public static class ExtendedB
    {
        public static readonly AisField Regional = new("regional", 139, 4, Number);
        public static readonly AisField Name = new("shipname", 143, 120, Text);
        public static readonly AisField ShipType = new("shiptype", 263, 8, Code, AisLegends.ShipType);
        public static readonly AisField ToBow = new("to_bow", 271, 9, Number);
        public static readonly AisField ToStern = new("to_stern", 280, 9, Number);
        public static readonly AisField ToPort = new("to_port", 289, 6, Number);
        public static readonly AisField ToStarboard = new("to_starboard", 295, 6, Number);
        public static readonly AisField FixBy = new("epfd", 301, 4, Code, AisLegends.FixDevice);
        public static readonly AisField Raim = new("raim", 305, 1, Flag);
        public static readonly AisField Dte = new("dte", 306, 1, Number);
        public static readonly AisField Assigned = new("assigned", 307, 1, Flag);

        public static readonly AisLayout Layout = new("19", [19], 312, 324,
        [
            PositionB.Reserved, PositionB.Speed, PositionB.Accuracy, PositionB.Longitude, PositionB.Latitude,
            PositionB.Course, PositionB.Heading, PositionB.Second, Regional, Name, ShipType, ToBow, ToStern, ToPort,
            ToStarboard, FixBy, Raim, Dte, Assigned,
        ]);
    }

    /// <summary>Type 21: an aid to navigation.</summary>
    public static class Aid
    {
        public static readonly AisField Kind = new("aid_type", 38, 5, Code, AisLegends.Aid);
        public static readonly AisField Name = new("name", 43, 120, AidName);
        public static readonly AisField Accuracy = new("accuracy", 163, 1, Flag);
        public static readonly AisField Longitude = new("lon", 164, 28, SignedScaled, FineAngle);
        public static readonly AisField Latitude = new("lat", 192, 27, SignedScaled, FineAngle);
        public static readonly AisField ToBow = new("to_bow", 219, 9, Number);
        public static readonly AisField ToStern = new("to_stern", 228, 9, Number);
        public static readonly AisField ToPort = new("to_port", 237, 6, Number);
        public static readonly AisField ToStarboard = new("to_starboard", 243, 6, Number);
        public static readonly AisField FixBy = new("epfd", 249, 4, Code, AisLegends.FixDevice);
        public static readonly AisField Second = new("second", 253, 6, Number);
        public static readonly AisField OffPosition = new("off_position", 259, 1, Flag);
        public static readonly AisField Regional = new("regional", 260, 8, Number);
        public static readonly AisField Raim = new("raim", 268, 1, Flag);
        public static readonly AisField VirtualAid = new("virtual_aid", 269, 1, Flag);

        /// <summary>First bit of the name's extension.</summary>
        public const int ExtensionStart = 272;

        /// <summary>Most letters in the name's extension.</summary>
        public const int ExtensionLetters = 14;

        public static readonly AisLayout Layout = new("21", [21], ExtensionStart, 368,
        [
            Kind, Name, Longitude, Latitude, Accuracy, ToBow, ToStern, ToPort, ToStarboard, FixBy, Second, Regional,
            OffPosition, Raim, VirtualAid,
        ]);

        /// <summary>The whole name; gives the number of letters written.</summary>
        public static int ReadName(in AisBits bits, Span<byte> letters)
        {
            var extension = Math.Clamp((bits.Length - ExtensionStart) / 6, 0, ExtensionLetters);
            Span<byte> raw = stackalloc byte[20 + ExtensionLetters];
            var count = 0;
            for (var i = 0; i < 20 + extension; i++)
            {
                var start = i < 20 ? Name.Start + (6 * i) : ExtensionStart + (6 * (i - 20));
                var six = (byte)bits.Unsigned(start, 6);
                if (six == 0)
                {
                    break;
                }

                raw[count++] = six < 32 ? (byte)(six + 64) : six;
            }

            var text = raw[..count].TrimEnd((byte)' ');
            text.CopyTo(letters);
            return text.Length;
        }
    }

    /// <summary>Type 24: name (part A), then type, call sign and size (part B) of a class B station.</summary>
    public static class StaticB
    {
        public static readonly AisField Part = new("partno", 38, 2, Number);
        public static readonly AisField Name = new("shipname", 40, 120, Text);
        public static readonly AisField ShipType = new("shiptype", 40, 8, Code, AisLegends.ShipType);
        public static readonly AisField Vendor = new("vendorid", 48, 42, Text);
        public static readonly AisField Model = new("model", 66, 4, Number);
        public static readonly AisField Serial = new("serial", 70, 20, Number);
        public static readonly AisField CallSign = new("callsign", 90, 42, Text);
        public static readonly AisField ToBow = new("to_bow", 132, 9, Number);
        public static readonly AisField ToStern = new("to_stern", 141, 9, Number);
        public static readonly AisField ToPort = new("to_port", 150, 6, Number);
        public static readonly AisField ToStarboard = new("to_starboard", 156, 6, Number);

        /// <summary>An auxiliary craft names its mother ship in place of its size.</summary>
        public static readonly AisField MotherShip = new("mothership_mmsi", 132, 30, Number);

        public static readonly AisLayout LayoutA = new("24/A", [24], 160, 180, [Name]) 
        { Selected = [(Part, 0)], ComposedBits = 168 };

        public static readonly AisLayout LayoutB = new("24/B", [24], 168, 180,
            [ShipType, Vendor, Model, Serial, CallSign, ToBow, ToStern, ToPort, ToStarboard])
        { Selected = [(Part, 1)] };

        public static readonly AisLayout LayoutOfAuxiliaryCraft = new("24/B98", [24], 168, 180,
            [ShipType, Vendor, Model, Serial, CallSign, MotherShip])
        { Selected = [(Part, 1)] };

        /// <summary>The layout of a part, or null where its number has no meaning.</summary>
        public static AisLayout? Find(in AisBits bits) => bits.Unsigned(Part) switch
        {
            0 => LayoutA,
            1 => IsAuxiliaryCraft(bits.Unsigned(Mmsi)) ? LayoutOfAuxiliaryCraft : LayoutB,
            _ => null,
        };

        /// <summary>True for the MMSI of a craft that belongs to a mother ship (98 and seven digits).</summary>
        public static bool IsAuxiliaryCraft(uint mmsi) => mmsi / 10_000_000 == 98;
    }

    /// <summary>Type 27: position for reception from far away, by satellite.</summary>
    public static class LongRange
    {
        public static readonly AisField Accuracy = new("accuracy", 38, 1, Flag);
        public static readonly AisField Raim = new("raim", 39, 1, Flag);
        public static readonly AisField Status = new("status", 40, 4, Code, AisLegends.LongRangeStatus);
        public static readonly AisField Longitude = new("lon", 44, 18, SignedScaled, CoarseAngle);
        public static readonly AisField Latitude = new("lat", 62, 17, SignedScaled, CoarseAngle);
        public static readonly AisField Speed = new("speed", 79, 6, Number);
        public static readonly AisField Course = new("course", 85, 9, Number);
        public static readonly AisField Gnss = new("gnss", 94, 1, Flag);

        // Transmitters pad it to a whole slot of 168 bits.
        public static readonly AisLayout Layout = new("27", [27], 96, 168,
            [Status, Accuracy, Longitude, Latitude, Speed, Course, Raim, Gnss]);
    }
}
