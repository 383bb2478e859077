using Trucewatch.Domain;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.QuakeMl;

/// <summary>One event with its preferred origin and magnitude.</summary>
internal sealed record SeismicEvent
{
    /// <summary>Its identifier.</summary>
    public string Id { get; init; } = "";

    /// <summary>What the source takes it for; empty: not told.</summary>
    public string Type { get; init; } = "";

    /// <summary>True where the source only suspects the type.</summary>
    public bool IsSuspected { get; init; }

    /// <summary>False where there is no origin: then no time and place either.</summary>
    public bool HasOrigin { get; init; }

    /// <summary>When it happened.</summary>
    public Instant At { get; init; }

    /// <summary>Standard deviation of the time, seconds; NaN: not told.</summary>
    public double TimeSigmaS { get; init; } = double.NaN;

    /// <summary>Where.</summary>
    public GeoPoint Position { get; init; }

    /// <summary>Covariance of the place; null: not told.</summary>
    public Covariance2? Error { get; init; }

    /// <summary>Depth in metres; NaN: not told.</summary>
    public double DepthM { get; init; } = double.NaN;

    /// <summary>Standard deviation of the depth, metres; NaN: not told.</summary>
    public double DepthSigmaM { get; init; } = double.NaN;

    /// <summary>Magnitude; NaN: not told.</summary>
    public double Magnitude { get; init; } = double.NaN;

    /// <summary>Its type, such as <c>mb</c>; empty: not told.</summary>
    public string MagnitudeType { get; init; } = "";

    /// <summary><c>manual</c> or <c>automatic</c>; empty: not told.</summary>
    public string Mode { get; init; } = "";

    /// <summary>How far it was reviewed; empty: not told.</summary>
    public string Status { get; init; } = "";

    /// <summary>True for what the source has taken back.</summary>
    public bool IsWithdrawn => Type == "not existing" || Status == "rejected";

    /// <summary>What it is, as the source classes it; where the source only suspects, the cause is not known.</summary>
    public EventClass Class => IsSuspected ? EventClass.SeismoAcoustic : Type switch
    {
        "earthquake" => EventClass.Earthquake,
        "quarry blast" or "mining explosion" or "road cut" or "blasting levee" => EventClass.QuarryBlast,
        "explosion" or "accidental explosion" or "chemical explosion" or "controlled explosion"
            or "experimental explosion" or "industrial explosion" or "nuclear explosion" => EventClass.Explosion,
        _ => EventClass.SeismoAcoustic,
    };

    /// <summary>Harmless causes that the source itself names.</summary>
    public ScreeningReasons Reasons => IsSuspected ? ScreeningReasons.None : Type switch
    {
        "thunder" => ScreeningReasons.Thunder,
        "volcanic eruption" => ScreeningReasons.Volcano,
        _ when Class == EventClass.QuarryBlast => ScreeningReasons.Quarry,
        _ => ScreeningReasons.None,
    };
}
