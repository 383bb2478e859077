using NetTopologySuite.Geometries;

namespace Trucewatch.Geo.Lines;

/// <summary>
/// The buffer that NetTopologySuite makes around a line in a plane: what zones are measured beside. It knows no sides,
/// its ends are round, and its metres are those of one latitude, so that nothing else uses it.
/// </summary>
public static class PlanarBuffer
{
    // As many chords for a quarter of a circle of 20 km as keep within 5 cm of it.
    private const int QuadrantSegments = 351;

    /// <summary>How many corners the buffer has.</summary>
    /// <param name="line">Two or more positions.</param>
    /// <param name="widthM">How far it reaches, metres.</param>
    public static int Corners(IReadOnlyList<GeoPoint> line, double widthM)
    {
        ArgumentNullException.ThrowIfNull(line);
        var scale = LocalScale.At(line[0]);
        return Planar.Factory.CreateLineString([.. line.Select(point =>
        {
            var (east, north) = scale.Offset(line[0], point);
            return new Coordinate(east, north);
        })]).Buffer(widthM, QuadrantSegments).NumPoints;
    }
}
