namespace Trucewatch.Domain.Adjudication;

/// <summary>What a notice is of.</summary>
public enum NoticeSubject
{
    /// <summary>People or equipment on the move.</summary>
    Movement,

    /// <summary>Works, repairs, digging.</summary>
    Works,

    /// <summary>An exercise, live firing included.</summary>
    Exercise,

    /// <summary>A flight, manned or not.</summary>
    Flight,
}

/// <summary>A circle on the ground.</summary>
/// <param name="LatitudeDeg">Latitude of its middle, degrees.</param>
/// <param name="LongitudeDeg">Longitude of its middle, degrees.</param>
/// <param name="WithinM">Radius, metres.</param>
public readonly record struct DeskPlace(double LatitudeDeg, double LongitudeDeg, double WithinM);

/// <summary>A party says beforehand what it will do.</summary>
/// <param name="Notice">Id of the notice.</param>
/// <param name="Subject">Of what.</param>
/// <param name="From">Begin.</param>
/// <param name="Until">End.</param>
/// <param name="Place">Where.</param>
/// <param name="OthersFrom">From when other parties may read it; null: never.</param>
/// <param name="Text">What, in words.</param>
public sealed record NoticeGiven(
    string Notice, NoticeSubject Subject, Instant From, Instant Until, DeskPlace Place, Instant? OthersFrom,
    string Text) : HotlineDeed(Text);

/// <summary>The party takes its notice back.</summary>
/// <param name="Notice">Id of the notice.</param>
/// <param name="Text">Why.</param>
public sealed record NoticeWithdrawn(string Notice, string Text) : HotlineDeed(Text);

/// <summary>Somebody asks a side something and waits for a reply.</summary>
/// <param name="Query">Id of the query.</param>
/// <param name="To">The party that is asked, or <c>mission</c>.</param>
/// <param name="ReplyBy">Until when a reply is in time; null: within two days, as in the Vienna Document.</param>
/// <param name="Text">The question.</param>
public sealed record QueryAsked(string Query, string To, Instant? ReplyBy, string Text) : HotlineDeed(Text);

/// <summary>The side that is asked replies.</summary>
/// <param name="Query">Id of the query.</param>
/// <param name="Text">The reply.</param>
public sealed record QueryReplied(string Query, string Text) : HotlineDeed(Text);
