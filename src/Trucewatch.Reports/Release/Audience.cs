using Trucewatch.Domain.Access;
using Trucewatch.Domain.Adjudication;

namespace Trucewatch.Reports.Release;

/// <summary>A reader, with how late and how coarsely it is told; what it may read is for the policy to say.</summary>
/// <param name="By">Who reads.</param>
/// <param name="Delay">How much later than the event it may know; zero for the mission.</param>
/// <param name="PlaceStepDeg">Places are rounded to this step in degrees; zero leaves them exact.</param>
public sealed record Audience(Asker By, TimeSpan Delay, double PlaceStepDeg)
{
    /// <summary>The mission's own watch floor.</summary>
    public static readonly Audience Mission = Of(new Author("", Role.WatchOfficer, ""));

    /// <summary>Those who direct an exercise: they know the truth that is put in, and see it by no page.</summary>
    public static readonly Audience Trainer = Of(new Author("", Role.Trainer, ""));

    /// <summary>The public: an hour late, to about ten kilometres.</summary>
    public static readonly Audience Public = Of(new Author("", Role.Public, ""));

    /// <summary>The kind of reader as release lists name it, for example <c>mission</c> or a party's id.</summary>
    public string Id => By.Who.Role switch
    {
        Role.Public => "public",
        Role.Trainer => "trainer",
        Role.StraitsAuthority => "straits-authority",
        Role.PartyLiaison => By.Who.Party ?? By.Who.Nation,
        Role.Contributor => By.Who.Nation,
        _ => By.Who.Party ?? AccessPolicy.Mission,
    };

    /// <summary>True when it may see live positions. Never true for a party.</summary>
    public bool SeesTracks => AccessPolicy.SeesLive(By);

    /// <summary>A party to the agreement: half an hour late, to about a kilometre, and no live positions.</summary>
    public static Audience Party(string partyId) => Of(new Author("", Role.PartyLiaison, "", partyId));

    /// <summary>How somebody is told: the mission at once and exactly, parties and nations later.</summary>
    public static Audience Of(Author who) => Of(new Asker(who));

    /// <inheritdoc cref="Of(Author)"/>
    public static Audience Of(Asker by)
    {
        ArgumentNullException.ThrowIfNull(by);
        return by.Who.Role switch
        {
            Role.Trainer => new Audience(by, TimeSpan.Zero, 0),
            Role.PartyLiaison or Role.Contributor or Role.StraitsAuthority =>
                new Audience(by, TimeSpan.FromMinutes(30), 0.01),
            var role when AccessPolicy.IsStaff(role) && by.Who.Party is null => new Audience(by, TimeSpan.Zero, 0),
            _ => new Audience(by, TimeSpan.FromHours(1), 0.1),
        };
    }
}
