using System.Numerics;
using Trucewatch.Domain;
using Trucewatch.Domain.Looks;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Coverage;

/// <summary>
/// How well a look sees what is somewhere in its footprint: by what it states itself, or by its modality's model with
/// the range from the sensor to that place, the light there, and the clouds.
/// </summary>
/// <param name="model">The model of its modality.</param>
/// <param name="stated">Its own chance; NaN: it states none.</param>
/// <param name="cloudShare">Share that clouds hide; NaN: not known.</param>
/// <param name="rangeM">The range, where it is the same everywhere; NaN: it follows from the sensor's place.</param>
internal readonly struct Sight(DetectionModel model, double stated, double cloudShare, double rangeM)
{
    private const ulong WestColumn = 0x0101_0101_0101_0101;
    private const ulong SouthLine = 0xff;

    /// <summary>Where the sensor is, or null.</summary>
    private GeoPoint? From { get; init; }

    /// <summary>How high it is above the ground, in metres.</summary>
    private double HeightM { get; init; }

    /// <summary>That of a look.</summary>
    public static Sight Of(in Look look) =>
        new(DetectionModels.Of(look.Modality), look.DetectionProbability, look.CloudShare, double.NaN)
        {
            From = look.HasSensorPosition ? look.SensorPosition : null,
            HeightM = look.SensorHeightM,
        };

    /// <summary>That of a sensor that stands somewhere; it looks from there, and weather is not known.</summary>
    public static Sight Of(Domain.Sensors.SensorWatch watch) => new(
        DetectionModels.Of(watch.Modality), watch.DetectionProbability ?? double.NaN, double.NaN, double.NaN)
    {
        From = watch.At,
    };

    /// <summary>That of eyes or sensors that are equally far from all they see.</summary>
    public static Sight At(Modality modality, double rangeM) =>
        new(DetectionModels.Of(modality), double.NaN, double.NaN, rangeM);

    /// <summary>The chance to see what is in a part of a cell.</summary>
    /// <param name="ground">The cells.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="points">The part's points.</param>
    /// <param name="isNight">True at night.</param>
    public double Chance(CoverageGround ground, int cell, ulong points, bool isNight)
    {
        if (!double.IsNaN(stated))
        {
            return stated;
        }

        var metres = rangeM;
        if (From is { } from && model.HalfRangeM is not null)
        {
            var (east, north) = LocalScale.At(from).Offset(from, PlaceOf(ground, cell, points));
            metres = Math.Sqrt((east * east) + (north * north) + (HeightM * HeightM));
        }

        return model.Chance(metres, isNight, cloudShare);
    }

    /// <summary>The middle of a cell's points.</summary>
    private GeoPoint PlaceOf(CoverageGround ground, int cell, ulong points)
    {
        var count = BitOperations.PopCount(points);
        if (count == 64)
        {
            return ground.MiddleOf(cell);
        }

        var (east, north) = (0, 0);
        for (var line = 0; line < 8; line++)
        {
            east += ((2 * line) + 1) * BitOperations.PopCount(points & (WestColumn << line));
            north += ((2 * line) + 1) * BitOperations.PopCount(points & (SouthLine << (8 * line)));
        }

        var (column, row) = ground.PlaceOf(cell);
        return ground.Grid.Within(column, row, east / 16.0 / count, north / 16.0 / count);
    }
}

/// <summary>Whether it is night over a tile at a time; looks of one time and place follow each other.</summary>
internal struct Daylight
{
    private int knownTile;
    private long knownUs;
    private bool knownNight;
    private bool isKnown;

    /// <summary>Makes one that knows nothing.</summary>
    public Daylight() => isKnown = false;

    /// <summary>True where the sun stands below civil twilight.</summary>
    public bool IsNight(CoverageGround ground, int tile, Instant at)
    {
        if (!isKnown || tile != knownTile || at.UnixMicroseconds != knownUs)
        {
            (isKnown, knownTile, knownUs) = (true, tile, at.UnixMicroseconds);
            knownNight = Sunlight.ElevationDeg(ground.TileMiddles[tile], at.UnixMicroseconds / 1e6)
                < Sunlight.DayAboveDeg;
        }

        return knownNight;
    }
}
