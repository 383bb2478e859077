using Trucewatch.Domain.Access;
using Trucewatch.Domain.Adjudication;

namespace Trucewatch.Server.Access;

/// <summary>A roll for tests: the parties of the bundled agreement, and people of many nations.</summary>
internal static class TestRoll
{
    public static readonly Roll Roll = new(
        [new CaseParty("east", ["east-land"]), new CaseParty("west", ["west-land"])],
        [
            new("w-1", Role.WatchOfficer, "nation-n"),
            new("a-1", Role.Analyst, "nation-a"),
            new("r-1", Role.Reviewer, "nation-b"),
            new("r-2", Role.Reviewer, "nation-c"),
            new("r-3", Role.Reviewer, "nation-b"),
            new("r-4", Role.Reviewer, "west-land"),
            new("c-1", Role.Commission, "nation-e"),
            new("c-2", Role.Commission, "nation-f"),
            new("u-1", Role.Auditor, "nation-u"),
            new("k-1", Role.Contributor, "nation-k"),
            new("s-1", Role.StraitsAuthority, "nation-s"),
            new("l-1", Role.PartyLiaison, "east-land", "east"),
            new("l-2", Role.PartyLiaison, "west-land", "west"),
            new("l-3", Role.PartyLiaison, "west-land", "west"),
            .. Enumerable.Range(1, 5).Select(i => new RollPerson($"p-{i}", Role.PanelMember, $"nation-{i}")),
            .. Enumerable.Range(6, 4).Select(i =>
                new RollPerson($"p-{i}", Role.PanelMember, $"nation-{i}", null, "east")),
            .. Enumerable.Range(10, 4).Select(i =>
                new RollPerson($"p-{i}", Role.PanelMember, $"nation-{i}", null, "west")),
        ]);

    /// <summary>Anybody.</summary>
    public static readonly Asker Public = new(new Author("", Role.Public, ""));

    /// <summary>The first person of a role.</summary>
    public static Asker Of(Role role) => role switch
    {
        Role.Public => Public,
        _ => Roll.People.First(one => one.Role == role).ToAsker(),
    };

    /// <summary>A person in their first role.</summary>
    public static Asker Of(string person) => Roll.People.First(one => one.Person == person).ToAsker();
}
