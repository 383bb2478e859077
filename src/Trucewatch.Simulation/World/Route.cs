using System.Collections.Immutable;
using Trucewatch.Geo;

namespace Trucewatch.Simulation.World;

/// <summary>Where an object truly is, and how it moves.</summary>
/// <param name="Position">Where.</param>
/// <param name="SpeedMps">Speed over ground.</param>
/// <param name="CourseDeg">Course over ground from true north, 0 to 360.</param>
internal readonly record struct Whereabouts(GeoPoint Position, double SpeedMps, double CourseDeg);

/// <summary>A way along points, with lengths in metres. Pieces should be shorter than 100 km.</summary>
internal sealed class Route
{
    private readonly ImmutableArray<GeoPoint> points;
    private readonly ImmutableArray<Leg> legs;

    public Route(params ReadOnlySpan<GeoPoint> through)
    {
        if (through.Length < 2)
        {
            throw new ArgumentException($"expected at least two points, got {through.Length}", nameof(through));
        }

        points = [.. through];
        var built = ImmutableArray.CreateBuilder<Leg>(points.Length - 1);
        for (var i = 0; i + 1 < points.Length; i++)
        {
            var leg = new Leg(points[i], points[i + 1], LengthM);
            LengthM += leg.LengthM;
            built.Add(leg);
        }

        legs = built.DrainToImmutable();
    }

    /// <summary>Length of the whole way in metres.</summary>
    public double LengthM { get; }

    /// <summary>The same way, moved sideways as a whole.</summary>
    public Route Moved(double eastM, double northM) =>
        new([.. points.Select(point => LocalScale.At(point).Move(point, eastM, northM))]);

    /// <summary>The point and the course so many metres from the start; before and beyond the ends, the end.</summary>
    public (GeoPoint Position, double CourseDeg) At(double distanceM)
    {
        var leg = Find(distanceM);
        var along = Math.Clamp((distanceM - leg.StartM) / leg.LengthM, 0, 1);
        return (leg.Scale.Move(leg.From, along * leg.EastM, along * leg.NorthM), leg.CourseDeg);
    }

    private Leg Find(double distanceM)
    {
        var (low, high) = (0, legs.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = legs[middle].StartM <= distanceM ? (middle, high) : (low, middle - 1);
        }

        return legs[low];
    }

    private sealed class Leg
    {
        public Leg(GeoPoint from, GeoPoint to, double startM)
        {
            (From, StartM, Scale) = (from, startM, LocalScale.At(from));
            (EastM, NorthM) = Scale.Offset(from, to);
            LengthM = Math.Sqrt((EastM * EastM) + (NorthM * NorthM));
            CourseDeg = Courses.Of(EastM, NorthM);
        }

        public GeoPoint From { get; }

        public double StartM { get; }

        public LocalScale Scale { get; }

        public double EastM { get; }

        public double NorthM { get; }

        public double LengthM { get; }

        public double CourseDeg { get; }
    }
}

/// <summary>Directions.</summary>
internal static class Courses
{
    /// <summary>The course of a way, 0 to below 360.</summary>
    public static double Of(double eastM, double northM)
    {
        var degrees = Elementary.Atan2Degrees(eastM, northM);
        return degrees < 0 ? degrees + 360 : degrees;
    }

    /// <summary>The opposite course.</summary>
    public static double Opposite(double courseDeg) => courseDeg < 180 ? courseDeg + 180 : courseDeg - 180;
}
