using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Looks;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Stac;

/// <summary>What an item says of a picture.</summary>
internal sealed record StacItem
{
    /// <summary>Its identifier.</summary>
    public string Id { get; init; } = "";

    /// <summary>The collection it is in; empty: not told.</summary>
    public string Collection { get; init; } = "";

    /// <summary>Platform; empty: not told.</summary>
    public string Platform { get; init; } = "";

    /// <summary>Constellation of the platform; empty: not told.</summary>
    public string Constellation { get; init; } = "";

    /// <summary>Instruments, as written.</summary>
    public ImmutableArray<string> Instruments { get; init; } = [];

    /// <summary>With what the picture was taken.</summary>
    public Modality Modality { get; init; }

    /// <summary>Begin and end of the taking.</summary>
    public Instant From { get; init; }

    /// <summary>End of the taking; equal to the begin where one time is told.</summary>
    public Instant Until { get; init; }

    /// <summary>Share of clouds, 0 to 1; NaN: not told.</summary>
    public double CloudShare { get; init; } = double.NaN;

    /// <summary>Outlines, each a ring without its closing point; empty where no area is told.</summary>
    public ImmutableArray<ImmutableArray<GeoPoint>> Rings { get; init; } = [];

    /// <summary>Angles in degrees and other numbers that are printed, by their names in the item.</summary>
    public ImmutableArray<(string Name, double Value)> Numbers { get; init; } = [];

    /// <summary>Files of the picture: key and address.</summary>
    public ImmutableArray<(string Key, string Address)> Assets { get; init; } = [];
}
