using System.Collections.Immutable;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Cot;

/// <summary>What few events say. What is null is not written.</summary>
public sealed record CotMore
{
    /// <summary>Who may see it.</summary>
    public string? Access { get; init; }

    /// <summary>Quality of service that is asked for.</summary>
    public string? Qos { get; init; }

    /// <summary>Operation, exercise or simulation.</summary>
    public string? Opex { get; init; }

    /// <summary>Where the contact can be reached.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Name of the sender's group.</summary>
    public string? Group { get; init; }

    /// <summary>Role in the group.</summary>
    public string? Role { get; init; }

    /// <summary>Charge of the battery in percent.</summary>
    public int? BatteryPercent { get; init; }

    /// <summary>The sender's device.</summary>
    public string? Device { get; init; }

    /// <summary>The sender's program.</summary>
    public string? Platform { get; init; }

    /// <summary>The sender's operating system.</summary>
    public string? Os { get; init; }

    /// <summary>Version of the sender's program.</summary>
    public string? Version { get; init; }

    /// <summary>Where the position comes from, for example <c>GPS</c>.</summary>
    public string? PointSource { get; init; }

    /// <summary>Where the height comes from, for example <c>DTED2</c>.</summary>
    public string? HeightSource { get; init; }

    /// <summary>Vertices of a drawn line (<c>u-d-f</c>, <c>u-d-r</c>) or of a route (<c>b-m-r</c>).</summary>
    public ImmutableArray<CotVertex> Vertices { get; init; } = [];

    /// <summary>A drawn ellipse or circle (<c>u-d-c-c</c>) around the event's point.</summary>
    public CotEllipse? Ellipse { get; init; }

    /// <summary>An emergency (<c>b-a-o-tbl</c>) or its end (<c>b-a-o-can</c>).</summary>
    public CotEmergency? Emergency { get; init; }

    /// <summary>The room that a chat message (<c>b-t-f</c>) goes to; its words are the remarks.</summary>
    public string? ChatRoom { get; init; }

    /// <summary>Call sign of whoever writes the chat message.</summary>
    public string? ChatSender { get; init; }

    /// <summary>Further elements of the detail as XML, written as they stand.</summary>
    public string? OtherXml { get; init; }
}

/// <summary>A vertex of a drawn line, or a waypoint.</summary>
/// <param name="Position">Where.</param>
/// <param name="HaeM">Height above the ellipsoid in metres; NaN when not known.</param>
/// <param name="Uid">A waypoint's own name, or null.</param>
/// <param name="Type">CoT type of a waypoint, or null.</param>
/// <param name="CallSign">Call sign of a waypoint, or null.</param>
public sealed record CotVertex(
    GeoPoint Position, double HaeM = double.NaN, string? Uid = null, string? Type = null, string? CallSign = null);

/// <summary>A drawn ellipse.</summary>
/// <param name="MajorM">Greater half axis in metres.</param>
/// <param name="MinorM">Lesser half axis in metres.</param>
/// <param name="AngleDeg">Direction of the greater axis in degrees from true north.</param>
public sealed record CotEllipse(double MajorM, double MinorM, double AngleDeg);

/// <summary>An emergency.</summary>
/// <param name="Type">Its type, for example <c>911 Alert</c>; null when it is called off.</param>
/// <param name="IsCancelled">True when it is called off.</param>
/// <param name="Words">Call sign of whoever raises it.</param>
public sealed record CotEmergency(string? Type, bool IsCancelled, string Words);
