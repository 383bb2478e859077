namespace Trucewatch.Geo.Locating;

/// <summary>Words for why no place is stated.</summary>
public static class LocatingWords
{
    /// <summary>The word of a reason, such as <c>too-few-stations</c>; <c>none</c> where a place is stated.</summary>
    public static string Of(LocatingRefusal refusal) => refusal switch
    {
        LocatingRefusal.None => "none",
        LocatingRefusal.UnusableInput => "unusable-input",
        LocatingRefusal.TooFewStations => "too-few-stations",
        LocatingRefusal.TooManyArrivals => "too-many-arrivals",
        LocatingRefusal.OutOfBounds => "out-of-bounds",
        LocatingRefusal.ResidualsTooLarge => "residuals-too-large",
        LocatingRefusal.Ambiguous => "ambiguous",
        LocatingRefusal.IllConditioned => "ill-conditioned",
        LocatingRefusal.EllipseTooLarge => "ellipse-too-large",
        LocatingRefusal.NotAnEllipse => "not-an-ellipse",
        LocatingRefusal.RangeOutOfLimits => "range-out-of-limits",
        _ => "not-solved",
    };
}
