using System.Buffers;
using System.Globalization;
using System.Security;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.QuakeMl;

/// <summary>An event as the simulator and the tests write it.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="Type">Type as BED 1.2 has it, such as <c>quarry blast</c>.</param>
/// <param name="At">When.</param>
/// <param name="Position">Where.</param>
/// <param name="DepthM">Depth in metres.</param>
/// <param name="Magnitude">Magnitude.</param>
/// <param name="LongestM">Longer semi-axis of the ellipse of one standard deviation, metres.</param>
/// <param name="ShortestM">Shorter semi-axis, metres.</param>
/// <param name="AzimuthDeg">Where the longer axis points, degrees clockwise from north.</param>
public sealed record QuakeMlEvent(
    string Id, string Type, Instant At, GeoPoint Position, double DepthM, double Magnitude, double LongestM,
    double ShortestM, double AzimuthDeg);

/// <summary>Writes documents of one event, for the simulator and the tests.</summary>
public static class QuakeMlEncoder
{
    /// <summary>Appends a document.</summary>
    public static void Write(IBufferWriter<byte> to, QuakeMlEvent one)
    {
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(one);
        var origin = string.Create(
            CultureInfo.InvariantCulture,
            $"<time><value>{one.At}</value></time><latitude><value>{one.Position.LatitudeDeg:F5}</value></latitude>")
            + string.Create(
                CultureInfo.InvariantCulture,
                $"<longitude><value>{one.Position.LongitudeDeg:F5}</value></longitude>")
            + string.Create(CultureInfo.InvariantCulture, $"<depth><value>{one.DepthM}</value></depth>")
            + "<originUncertainty><preferredDescription>uncertainty ellipse</preferredDescription>"
            + Element("minHorizontalUncertainty", one.ShortestM) + Element("maxHorizontalUncertainty", one.LongestM)
            + Element("azimuthMaxHorizontalUncertainty", one.AzimuthDeg) + "</originUncertainty>";
        var id = SecurityElement.Escape(one.Id);
        var text = "<q:quakeml xmlns=\"http://quakeml.org/xmlns/bed/1.2\""
            + $" xmlns:q=\"http://quakeml.org/xmlns/quakeml/1.2\"><eventParameters publicID=\"{id}/list\">"
            + $"<event publicID=\"{id}\"><type>{SecurityElement.Escape(one.Type)}</type>"
            + $"<origin publicID=\"{id}/origin\">{origin}</origin><magnitude publicID=\"{id}/magnitude\"><mag>"
            + Element("value", one.Magnitude) + "</mag></magnitude></event></eventParameters></q:quakeml>\n";
        to.Write(Encoding.UTF8.GetBytes(text));
    }

    private static string Element(string name, double value) =>
        string.Create(CultureInfo.InvariantCulture, $"<{name}>{value}</{name}>");
}
