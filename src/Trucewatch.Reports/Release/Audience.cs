using Trucewatch.Domain.Labels;

namespace Trucewatch.Reports.Release;

/// <summary>A kind of reader, with what it is cleared for.</summary>
/// <param name="Id">Audience id as release lists name it, for example <c>mission</c> or a party's id.</param>
/// <param name="Clearance">Highest classification it may read.</param>
/// <param name="Delay">How much later than the event it may know; zero for the mission.</param>
/// <param name="PlaceStepDeg">Places are rounded to this step in degrees; zero leaves them exact.</param>
/// <param name="SeesTracks">True when it may see live positions. Never true for a party.</param>
public sealed record Audience(
    string Id, Classification Clearance, TimeSpan Delay, double PlaceStepDeg, bool SeesTracks)
{
    /// <summary>The mission's own watch floor.</summary>
    public static readonly Audience Mission =
        new("mission", Classification.Confidential, TimeSpan.Zero, 0, SeesTracks: true);

    /// <summary>Those who direct an exercise: they know the truth that is put in, and see it by no page.</summary>
    public static readonly Audience Trainer =
        new("trainer", Classification.Confidential, TimeSpan.Zero, 0, SeesTracks: false);

    /// <summary>The public: an hour late, to about ten kilometres.</summary>
    public static readonly Audience Public =
        new("public", Classification.Public, TimeSpan.FromHours(1), 0.1, SeesTracks: false);

    /// <summary>A party to the agreement: half an hour late, to about a kilometre, and no live positions.</summary>
    public static Audience Party(string partyId) =>
        new(partyId, Classification.Restricted, TimeSpan.FromMinutes(30), 0.01, SeesTracks: false);
}
