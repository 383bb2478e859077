using System.Buffers.Binary;
using Trucewatch.Domain.Frames;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Klv;

/// <summary>A target in a picture; NaN where something is not known.</summary>
internal struct VmtiTarget
{
    /// <summary>Its number with its sender.</summary>
    public long Number;

    /// <summary>Row of its centre in the picture, from 1.</summary>
    public double Row;

    /// <summary>Column of its centre in the picture, from 1.</summary>
    public double Column;

    /// <summary>Degrees of latitude from the frame centre.</summary>
    public double LatitudeOffsetDeg;

    /// <summary>Degrees of longitude from the frame centre.</summary>
    public double LongitudeOffsetDeg;

    /// <summary>Latitude in degrees.</summary>
    public double LatitudeDeg;

    /// <summary>Longitude in degrees.</summary>
    public double LongitudeDeg;

    /// <summary>Height above the ellipsoid in metres, as the target's own item has it.</summary>
    public double HeightM;

    /// <summary>Height above the ellipsoid in metres, as the location has it.</summary>
    public double LocationHeightM;

    /// <summary>Standard deviations east, north and up in metres.</summary>
    public (double EastM, double NorthM, double UpM) Sigma;

    /// <summary>Correlation of the errors east and north.</summary>
    public double EastNorth;
}

/// <summary>The targets of one picture (MISB ST 0903), on their own or inside a UAS set.</summary>
internal ref struct Vmti
{
    /// <summary>Most targets of a packet.</summary>
    public const int MaxTargets = 1000;

    /// <summary>
    /// The first edition whose offsets and locations are mapped numbers; earlier ones laid them over integers.
    /// </summary>
    public const int FirstMappedVersion = 4;

    private static readonly KlvMapping latitudes = new(-90, 90);
    private static readonly KlvMapping longitudes = new(-180, 180);
    private static readonly KlvMapping heights = new(VmtiItems.MinHeightM, VmtiItems.MaxHeightM);
    private static readonly KlvMapping sigmas = new(0, 650);
    private static readonly KlvMapping correlations = new(-1, 1);

    private ReadOnlySpan<byte> targets;

    /// <summary>The item that states when the picture was taken; empty where the set does not say.</summary>
    public ReadOnlySpan<byte> Time { get; private set; }

    /// <summary>Width of the picture in pixels; NaN where not known.</summary>
    public double FrameWidth { get; private set; }

    /// <summary>Height of the picture in pixels; NaN where not known.</summary>
    public double FrameHeight { get; private set; }

    /// <summary>True for an edition whose offsets and locations are not read.</summary>
    public bool IsLegacy { get; private set; }

    /// <summary>Checks a set that stands inside another.</summary>
    public static FrameFault Check(ReadOnlySpan<byte> set)
    {
        var fault = KlvSet.CheckAll(set, VmtiItems.Find);
        return fault == FrameFault.None ? CheckTargets(Open(set).targets) : fault;
    }

    /// <summary>Checks all targets.</summary>
    public static FrameFault CheckTargets(ReadOnlySpan<byte> targets)
    {
        for (var number = 0; !targets.IsEmpty; number++)
        {
            if (number == MaxTargets)
            {
                return FrameFault.TooMany;
            }

            var fault = TryTarget(ref targets, out _, out var items);
            fault = fault == FrameFault.None ? KlvSet.CheckAll(items, VmtiItems.FindOfTarget) : fault;
            fault = fault == FrameFault.None ? CheckLocation(items) : fault;
            if (fault != FrameFault.None)
            {
                return fault;
            }
        }

        return FrameFault.None;
    }

    /// <summary>Opens a set without a fault.</summary>
    public static Vmti Open(ReadOnlySpan<byte> set)
    {
        var opened = new Vmti { FrameWidth = double.NaN, FrameHeight = double.NaN };
        while (!set.IsEmpty && KlvFrame.TryItem(ref set, out var tag, out var item) == FrameFault.None)
        {
            switch (tag)
            {
                case VmtiItems.TimeTag:
                    opened.Time = item;
                    break;
                case VmtiItems.FrameWidthTag:
                    opened.FrameWidth = VmtiItems.Find(tag)!.Value(item);
                    break;
                case VmtiItems.FrameHeightTag:
                    opened.FrameHeight = VmtiItems.Find(tag)!.Value(item);
                    break;
                case VmtiItems.VersionTag:
                    opened.IsLegacy = VmtiItems.Find(tag)!.Value(item) < FirstMappedVersion;
                    break;
                case VmtiItems.TargetsTag:
                    opened.targets = item;
                    break;
            }
        }

        return opened;
    }

    /// <summary>Takes the next target; false at the end.</summary>
    public bool Next(out VmtiTarget target) => Next(out target, out _);

    /// <summary>Takes the next target and its items; false at the end.</summary>
    public bool Next(out VmtiTarget target, out ReadOnlySpan<byte> items)
    {
        target = new VmtiTarget
        {
            Row = double.NaN,
            Column = double.NaN,
            LatitudeOffsetDeg = double.NaN,
            LongitudeOffsetDeg = double.NaN,
            LatitudeDeg = double.NaN,
            LongitudeDeg = double.NaN,
            HeightM = double.NaN,
            LocationHeightM = double.NaN,
            Sigma = (double.NaN, double.NaN, double.NaN),
            EastNorth = double.NaN,
        };
        if (targets.IsEmpty || TryTarget(ref targets, out target.Number, out items) != FrameFault.None)
        {
            items = default;
            return false;
        }

        var pixel = double.NaN;
        var rest = items;
        while (!rest.IsEmpty && KlvFrame.TryItem(ref rest, out var tag, out var item) == FrameFault.None)
        {
            ReadItem(tag, item, ref target, ref pixel);
        }

        if (double.IsNaN(target.Row) && pixel >= 1 && FrameWidth >= 1)
        {
            // Pixels are numbered row by row from 1.
            target.Row = Math.Floor((pixel - 1) / FrameWidth) + 1;
            target.Column = pixel - ((target.Row - 1) * FrameWidth);
        }

        return true;
    }

    /// <summary>Reads a location: three mapped numbers, then as many standard deviations, then correlations.</summary>
    public static void ReadLocation(ReadOnlySpan<byte> item, ref VmtiTarget target)
    {
        if (item.IsEmpty)
        {
            return;
        }

        target.LatitudeDeg = latitudes.Read(BinaryPrimitives.ReadUInt32BigEndian(item), 4);
        target.LongitudeDeg = longitudes.Read(BinaryPrimitives.ReadUInt32BigEndian(item[4..]), 4);
        target.LocationHeightM = heights.Read(BinaryPrimitives.ReadUInt16BigEndian(item[8..]), 2);
        if (item.Length > 10)
        {
            target.Sigma = (Sigma(item[10..]), Sigma(item[12..]), Sigma(item[14..]));
        }

        if (item.Length > 16)
        {
            target.EastNorth = correlations.Read(BinaryPrimitives.ReadUInt16BigEndian(item[16..]), 2);
        }
    }

    /// <summary>Writes a location; gives its length, 16 bytes with standard deviations and 10 without.</summary>
    public static int WriteLocation(Span<byte> item, GeoPoint place, double heightM, double sigmaM)
    {
        BinaryPrimitives.WriteUInt32BigEndian(item, (uint)latitudes.Write(place.LatitudeDeg, 4));
        BinaryPrimitives.WriteUInt32BigEndian(item[4..], (uint)longitudes.Write(place.LongitudeDeg, 4));
        BinaryPrimitives.WriteUInt16BigEndian(item[8..], (ushort)heights.Write(heightM, 2));
        if (double.IsNaN(sigmaM))
        {
            return 10;
        }

        for (var at = 10; at < 16; at += 2)
        {
            BinaryPrimitives.WriteUInt16BigEndian(item[at..], (ushort)sigmas.Write(sigmaM, 2));
        }

        return 16;
    }

    private readonly void ReadItem(int tag, ReadOnlySpan<byte> item, ref VmtiTarget target, ref double pixel)
    {
        if (tag == VmtiItems.LocationTag)
        {
            if (!IsLegacy)
            {
                ReadLocation(item, ref target);
            }

            return;
        }

        if (VmtiItems.FindOfTarget(tag) is not { IsNumber: true } line || (IsLegacy && line.Form == KlvForm.Mapped))
        {
            return;
        }

        var value = line.Value(item);
        switch (tag)
        {
            case VmtiItems.CentroidTag: pixel = value; break;
            case VmtiItems.RowTag: target.Row = value; break;
            case VmtiItems.ColumnTag: target.Column = value; break;
            case VmtiItems.LatitudeOffsetTag: target.LatitudeOffsetDeg = value; break;
            case VmtiItems.LongitudeOffsetTag: target.LongitudeOffsetDeg = value; break;
            case VmtiItems.HeightTag: target.HeightM = value; break;
        }
    }

    private static double Sigma(ReadOnlySpan<byte> item) => sigmas.Read(BinaryPrimitives.ReadUInt16BigEndian(item), 2);

    /// <summary>Takes the length, the number and the items of a target off the front.</summary>
    private static FrameFault TryTarget(
        scoped ref ReadOnlySpan<byte> targets, out long number, out ReadOnlySpan<byte> items)
    {
        number = 0;
        items = default;
        var token = KlvFrame.TryLength(ref targets, out var length);
        if (token != KlvToken.Read || length > targets.Length)
        {
            return token == KlvToken.Bad ? FrameFault.BadEncoding : FrameFault.Truncated;
        }

        items = targets[..length];
        targets = targets[length..];
        return KlvFrame.TryNumber(ref items, KlvFrame.MaxNumberBytes, out number) switch
        {
            KlvToken.Read => FrameFault.None,
            KlvToken.Short => FrameFault.Truncated,
            _ => FrameFault.BadEncoding,
        };
    }

    private static FrameFault CheckLocation(ReadOnlySpan<byte> items)
    {
        while (!items.IsEmpty && KlvFrame.TryItem(ref items, out var tag, out var item) == FrameFault.None)
        {
            if (tag == VmtiItems.LocationTag && item.Length is not (0 or 10 or 16 or 22))
            {
                return FrameFault.WrongLength;
            }
        }

        return FrameFault.None;
    }
}
