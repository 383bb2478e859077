namespace Trucewatch.Geo;

/// <summary>Area on the ellipsoid between the equator and an edge that is straight in longitude and latitude.</summary>
internal static class EllipsoidArea
{
    /// <summary>Longest edge in degrees after cutting: three Gauss points are exact to rounding on it.</summary>
    private const double MaxEdgeDeg = 0.02;

    private static readonly double Eccentricity = Math.Sqrt(Ellipsoid.EccentricitySquared);

    /// <summary>The area that rings of edges enclose, the interior being on their left, in square metres.</summary>
    public static double InsideM2(IEnumerable<Edge> edges) => edges.SelectMany(Cut).Sum(edge => -UnderM2(edge));

    private static IEnumerable<Edge> Cut(Edge edge)
    {
        if (edge.East - edge.West <= MaxEdgeDeg && edge.North - edge.South <= MaxEdgeDeg)
        {
            return [edge];
        }

        var (first, second) = edge.Halve();
        return Cut(first).Concat(Cut(second));
    }

    /// <summary>
    /// Square metres, positive for an edge to the east on the northern hemisphere. The strip's exact integrand is
    /// smooth
    /// and the edges are short, so that three Gauss points are exact to rounding.
    /// </summary>
    private static double UnderM2(in Edge edge)
    {
        const double Off = 0.7745966692414834;
        var middle = (edge.A.LatitudeDeg + edge.B.LatitudeDeg) / 2;
        var half = (edge.B.LatitudeDeg - edge.A.LatitudeDeg) / 2;
        var mean = ((5 * Strip(middle - (Off * half))) + (8 * Strip(middle)) + (5 * Strip(middle + (Off * half)))) / 18;
        return mean * Elementary.DegreesToRadians(edge.B.LongitudeDeg - edge.A.LongitudeDeg);
    }

    /// <summary>
    /// Area per radian of longitude from the equator to a latitude (Snyder 1987, equation 3-12, times a^2/2).
    /// </summary>
    public static double Strip(double latitudeDeg)
    {
        var sin = Elementary.SinCosDegrees(latitudeDeg).Sin;
        var minorSquared = Ellipsoid.PolarRadiusM * Ellipsoid.PolarRadiusM;
        return minorSquared / 2
            * ((sin / (1 - (Ellipsoid.EccentricitySquared * sin * sin)))
                + (Elementary.Atanh(Eccentricity * sin) / Eccentricity));
    }
}
