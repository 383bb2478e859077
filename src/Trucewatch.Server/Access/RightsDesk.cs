using System.Collections.Immutable;
using System.Security.Cryptography;
using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Custody;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Stores;
using Trucewatch.Server.Hosting;
using Act = Trucewatch.Domain.Custody.Act;

namespace Trucewatch.Server.Access;

/// <summary>
/// Rights of people while the service runs: asks the policy, and puts what is done with rights into the record, sealed
/// like custody. A start takes it all up again from there.
/// </summary>
internal sealed class RightsDesk
{
    /// <summary>Most refusals that are told apart; after that one may be noted again.</summary>
    public const int MostRemembered = 65_536;

    private readonly IPictureStore store;
    private readonly FloorClock clock;
    private readonly Lock gate = new();
    private readonly Rights rights;
    private readonly HashSet<(string Session, Operation To, string Item)> denied = [];

    /// <summary>Takes up what the record knows.</summary>
    /// <param name="store">The record.</param>
    /// <param name="clock">Time of the floor.</param>
    /// <param name="parties">The agreement's parties, for as long as no roll says which nations are theirs.</param>
    public RightsDesk(IPictureStore store, FloorClock clock, IEnumerable<string> parties)
    {
        (this.store, this.clock) = (store, clock);
        rights = new Rights(new Roll([.. parties.Select(party => new CaseParty(party, []))], []));
        foreach (var stored in store.ReadActs(0, int.MaxValue))
        {
            if (ActJson.Read(stored.Payload) is { Rights: { } word } act)
            {
                rights.Take(stored.Number, act.At, word);
            }
        }
    }

    /// <summary>The roll in force.</summary>
    public Roll Roll => Locked(() => rights.Roll);

    /// <summary>Raised after something was announced.</summary>
    public Action? Announced { get; set; }

    /// <summary>Puts a roll in force; the same one again changes nothing.</summary>
    public void Enter(Roll roll)
    {
        if (Same(roll, Roll))
        {
            return;
        }

        Note(new RightsWord(RightsDeed.RollEntered, SignIn.Operator.Who, Roll: roll), [], "roll given at the start");
    }

    /// <summary>
    /// A person who is signed in, as of now; null where the roll no longer has them in the role, or a delegation has
    /// ended.
    /// </summary>
    public Asker? Standing(Asker by) => Locked(() =>
        by.Who == SignIn.Operator.Who || by.Who.Role is Role.Public
            ? rights.Now(by, clock.Now)
            : rights.Find(by.Who.Person, by.Who.Role, clock.Now) is { } found && found.Who == by.Who ? found : null);

    /// <summary>A person of the roll, or by delegation, in a role; null where they are not in it.</summary>
    public Asker? Find(string person, Role role) => Locked(() => rights.Find(person, role, clock.Now));

    /// <summary>
    /// Whom the identity provider means by an identity, with the roles that are open to them; null where it is nobody
    /// of the roll.
    /// </summary>
    public (string Person, ImmutableArray<Role> Roles, bool IsRevoked)? Known(string identity) => Locked(
        () => rights.Roll.PersonOf(identity) is { } person
            ? (person, [.. rights.RolesOf(person, clock.Now)], rights.IsRevoked(person))
            : ((string, ImmutableArray<Role>, bool)?)null);

    /// <summary>What the policy says of something that is about no case.</summary>
    public Denial? Decide(Asker by, Operation to, Label? label = null) =>
        AccessPolicy.Decide(new Demand(by, to) { Label = label, Parties = Roll.Parties });

    /// <summary>The label that two people gave an item, else its own.</summary>
    public Label LabelOf(string item, Label own) => Locked(() => rights.ReleasedAs(item)) ?? own;

    /// <summary>The item of a proposal that nobody has answered, or null.</summary>
    public string? ProposedItem(long number) => Locked(() => rights.Proposal(number)?.Item);

    /// <summary>Broken glass, a line for each person.</summary>
    public ImmutableArray<string> Announcements() => Locked(() => (ImmutableArray<string>)
    [
        .. rights.Broken(clock.Now).Select(each => $"{each.Person} reads past labels until {each.Until}"),
    ]);

    /// <summary>Notes a word; gives its number, or why it has no effect.</summary>
    public (long Number, string? Refusal) Say(RightsWord word, string? words)
    {
        lock (gate)
        {
            if (rights.Refuses(word, clock.Now) is { } refusal)
            {
                return (0, refusal);
            }

            return (Note(word, word.Item is { } item ? [item] : [], words), null);
        }
    }

    /// <summary>Notes that something was denied: once for a session, what, and of what.</summary>
    public void NoteDenied(Session session, Operation to, Denial why, string item = "")
    {
        lock (gate)
        {
            if (!denied.Add((session.Name, to, item)))
            {
                return;
            }

            if (denied.Count > MostRemembered)
            {
                denied.Clear();
            }

            Note(
                new RightsWord(RightsDeed.Denied, session.By.Who, To: to, Why: why),
                item.Length == 0 ? [] : [item],
                null);
        }
    }

    /// <summary>Notes that somebody asks in a way that looks like targeting; it takes nothing from them.</summary>
    public void NoteQueries(Author who, string? item, string words) => Note(
        new RightsWord(RightsDeed.QueriesNoticed, who, who.Person, who.Role, Item: item),
        item is null ? [] : [item], words);

    /// <summary>Acts about rights after a number, oldest first.</summary>
    public IEnumerable<(StoredAct Stored, Act Act)> Read(long after) =>
        store.ReadActs(after, int.MaxValue).Select(stored => (stored, ActJson.Read(stored.Payload)))
            .Where(each => each.Item2.Rights is not null);

    private long Note(RightsWord word, ImmutableArray<string> items, string? words)
    {
        var now = clock.Now;
        long number;
        lock (gate)
        {
            number = store.AddAct(
                ActJson.Write(new Act(
                    ActKind.OfRights, now, word.By.ToString(), word.Person, items, Words: words, Rights: word)),
                RandomNumberGenerator.GetBytes(32));
            rights.Take(number, now, word);
        }

        if (word.Deed == RightsDeed.GlassBroken)
        {
            Announced?.Invoke();
        }

        return number;
    }

    private static bool Same(Roll one, Roll other) => RollText(one) == RollText(other);

    private static string RollText(Roll roll) => Convert.ToHexString(SHA256.HashData(ActJson.Write(new Act(
        ActKind.OfRights, default, "", null, [],
        Rights: new RightsWord(RightsDeed.RollEntered, SignIn.Operator.Who, Roll: roll)))));

    private T Locked<T>(Func<T> ask)
    {
        lock (gate)
        {
            return ask();
        }
    }
}
