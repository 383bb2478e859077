using System.Globalization;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Feeds.Times;
using Trucewatch.Feeds.Xml;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.QuakeMl;

/// <summary>Reads documents of the basic event description (BED) 1.2.</summary>
internal static class QuakeMlReader
{
    /// <summary>Most events of a document.</summary>
    public const int MaxEvents = 10_000;

    private const string Space = "http://quakeml.org/xmlns/bed/1.";
    private const double MaxUncertaintyM = 1e6;

    /// <summary>
    /// Reads the events of a document. One at fault costs no other of them: its fault is added to
    /// <paramref name="late"/>.
    /// </summary>
    public static FrameFault Read(in FrameView frame, List<SeismicEvent> events, LateFaults late)
    {
        events.Clear();
        var fault = XmlNode.Read(frame.Bytes, out var root);
        if (fault != FrameFault.None)
        {
            return fault;
        }

        var parameters = root!.Name == "quakeml" ? root.First("eventParameters") : null;
        if (parameters is null || !parameters.Space.StartsWith(Space, StringComparison.Ordinal))
        {
            return FrameFault.UnsupportedType;
        }

        foreach (var node in parameters.All("event"))
        {
            if (events.Count == MaxEvents)
            {
                late.Add(frame.Ref, FrameFault.TooMany);
                break;
            }

            fault = ReadEvent(node, out var read);
            if (fault == FrameFault.None)
            {
                events.Add(read!);
            }
            else
            {
                late.Add(frame.Ref, fault);
            }
        }

        return FrameFault.None;
    }

    private static FrameFault ReadEvent(XmlNode node, out SeismicEvent? read)
    {
        read = new SeismicEvent
        {
            Id = node.Attribute("publicID") ?? "",
            Type = Word(node, "type"),
            IsSuspected = Word(node, "typeCertainty") == "suspected",
        };
        var fault = FrameFault.None;
        if (Preferred(node, "magnitude", "preferredMagnitudeID") is { } magnitude)
        {
            fault = Number(magnitude.First("mag"), "value", -10, 12, out var value);
            read = read with { Magnitude = value, MagnitudeType = Word(magnitude, "type") };
        }

        return fault == FrameFault.None && Preferred(node, "origin", "preferredOriginID") is { } origin
            ? ReadOrigin(origin, ref read)
            : fault;
    }

    private static FrameFault ReadOrigin(XmlNode node, ref SeismicEvent read)
    {
        if (node.First("time")?.First("value") is not { } time || node.First("latitude") is not { } latitude
            || node.First("longitude") is not { } longitude)
        {
            return FrameFault.MissingMember;
        }

        if (!TryTime(time.Text, out var at))
        {
            return FrameFault.BadSyntax;
        }

        var fault = Number(latitude, "value", -90, 90, out var lat);
        fault = First(fault, Number(longitude, "value", -180, 180, out var lon));
        fault = First(fault, Number(node.First("depth"), "value", -20_000, 7e6, out var depth));
        fault = First(fault, Sigma(node.First("depth"), out var depthSigma));
        fault = First(fault, Sigma(node.First("time"), out var timeSigma));
        if (fault != FrameFault.None)
        {
            return fault;
        }

        if (!GeoPoint.TryFromDegrees(latitudeDeg: lat, longitudeDeg: lon, out var position))
        {
            return FrameFault.OutOfRange;
        }

        fault = ReadError(node, position, out var error);
        read = read with
        {
            HasOrigin = true, At = at, TimeSigmaS = timeSigma, Position = position, Error = error, DepthM = depth,
            DepthSigmaM = depthSigma, Mode = Word(node, "evaluationMode"), Status = Word(node, "evaluationStatus"),
        };
        return fault;
    }

    /// <summary>The ellipse, else the circle, else what latitude and longitude state of themselves.</summary>
    private static FrameFault ReadError(XmlNode origin, GeoPoint position, out Covariance2? error)
    {
        error = null;
        var stated = origin.First("originUncertainty");
        var fault = Number(stated, "maxHorizontalUncertainty", 0, MaxUncertaintyM, out var longest);
        fault = First(fault, Number(stated, "minHorizontalUncertainty", 0, MaxUncertaintyM, out var shortest));
        fault = First(fault, Number(stated, "azimuthMaxHorizontalUncertainty", -360, 360, out var azimuth));
        fault = First(fault, Number(stated, "horizontalUncertainty", 0, MaxUncertaintyM, out var round));
        fault = First(fault, Number(stated, "confidenceLevel", 0, 100, out var level));
        fault = First(fault, Sigma(origin.First("latitude"), out var northDeg));
        fault = First(fault, Sigma(origin.First("longitude"), out var eastDeg));
        if (fault != FrameFault.None)
        {
            return fault;
        }

        var factor = 1 / Confidence.InPlane(level);
        if (longest > 0 && shortest > 0)
        {
            error = Ellipse(longest * factor, shortest * factor, double.IsNaN(azimuth) ? 0 : azimuth);
        }
        else if (round > 0)
        {
            error = Covariance2.Circular(round * factor);
        }
        else if (northDeg > 0 && eastDeg > 0)
        {
            var scale = LocalScale.At(position);
            var (east, north) = (eastDeg * scale.EastMPerDegree, northDeg * scale.NorthMPerDegree);
            error = new Covariance2(east * east, 0, north * north);
        }

        return error is { } found && !(double.IsFinite(found.EastM2) && found.EastM2 > 0 && found.NorthM2 > 0)
            ? FrameFault.OutOfRange
            : FrameFault.None;
    }

    /// <summary>An ellipse whose longer axis points so many degrees clockwise from north.</summary>
    internal static Covariance2 Ellipse(double longest, double shortest, double azimuthDeg)
    {
        var (sin, cos) = Elementary.SinCosDegrees(azimuthDeg);
        var (a, b) = (longest * longest, shortest * shortest);
        return new Covariance2(
            (a * sin * sin) + (b * cos * cos), (a - b) * sin * cos, (a * cos * cos) + (b * sin * sin));
    }

    /// <summary>The one that the event prefers, else its first.</summary>
    private static XmlNode? Preferred(XmlNode node, string name, string preference)
    {
        var id = Word(node, preference);
        return (id.Length > 0 ? node.All(name).FirstOrDefault(one => one.Attribute("publicID") == id) : null)
            ?? node.First(name);
    }

    private static string Word(XmlNode node, string name) => node.First(name)?.Text ?? "";

    /// <summary>A standard deviation from an uncertainty and its level; NaN where none is told.</summary>
    private static FrameFault Sigma(XmlNode? quantity, out double sigma)
    {
        var fault = Number(quantity, "uncertainty", 0, MaxUncertaintyM, out sigma);
        fault = First(fault, Number(quantity, "confidenceLevel", 0, 100, out var level));
        sigma /= Confidence.OnLine(level);
        return fault;
    }

    private static FrameFault Number(XmlNode? node, string name, double least, double most, out double value)
    {
        value = double.NaN;
        if (node?.First(name) is not { } found)
        {
            return FrameFault.None;
        }

        if (!double.TryParse(found.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var read))
        {
            return FrameFault.BadSyntax;
        }

        if (!double.IsFinite(read))
        {
            return FrameFault.NotFinite;
        }

        value = read;
        return read >= least && read <= most ? FrameFault.None : FrameFault.OutOfRange;
    }

    /// <summary>A time without an offset is UTC, as the schema has it.</summary>
    private static bool TryTime(string text, out Instant at)
    {
        var bytes = text.Length <= Rfc3339.MaxBytes ? Encoding.UTF8.GetBytes(text) : [];
        return Rfc3339.TryParse(bytes, out at) || Rfc3339.TryParse([.. bytes, (byte)'Z'], out at);
    }

    private static FrameFault First(FrameFault a, FrameFault b) => a == FrameFault.None ? b : a;
}
