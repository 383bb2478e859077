using Trucewatch.Domain.Labels;

namespace Trucewatch.Domain.Access;

/// <summary>
/// Who is in which role, by the roll and by delegation, whose glass is broken, and what was released by two: a fold
/// over what was done with rights. Nothing in it is taken back but by another word.
/// </summary>
public sealed class Rights
{
    /// <summary>How long broken glass lets somebody look.</summary>
    public static readonly TimeSpan GlassLife = TimeSpan.FromHours(1);

    /// <summary>The longest delegation.</summary>
    public static readonly TimeSpan MaxDelegation = TimeSpan.FromDays(30);

    private readonly List<(RightsWord Word, Instant At)> delegations = [];
    private readonly Dictionary<string, Instant> glass = new(StringComparer.Ordinal);
    private readonly Dictionary<long, RightsWord> proposals = [];
    private readonly Dictionary<string, Label> released = new(StringComparer.Ordinal);
    private readonly HashSet<string> revoked = new(StringComparer.Ordinal);

    /// <summary>Begins with a roll.</summary>
    public Rights(Roll roll) => Roll = roll;

    /// <summary>The roll in force.</summary>
    public Roll Roll { get; private set; }

    /// <summary>Why a word has no effect, or null. That its author may say it at all is for the policy.</summary>
    public string? Refuses(RightsWord word, Instant now)
    {
        ArgumentNullException.ThrowIfNull(word);
        return word.Deed switch
        {
            RightsDeed.LinkIssued => word.Role is { } role && Find(word.Person ?? "", role, now) is not null
                ? null
                : $"expected somebody who is {word.Role} on the roll or by delegation, got {word.Person}",
            RightsDeed.Vouched => Vouching(word, now),
            RightsDeed.Delegated => Delegation(word, now),
            RightsDeed.ReleaseProposed => word.Label is { Policy: AccessPolicy.KnownPolicy }
                ? null
                : "expected a label",
            RightsDeed.ReleaseApproved => Approval(word),
            _ => null,
        };
    }

    /// <summary>Takes a word in that was not refused.</summary>
    public void Take(long number, Instant at, RightsWord word)
    {
        ArgumentNullException.ThrowIfNull(word);
        switch (word.Deed)
        {
            case RightsDeed.RollEntered:
                Roll = word.Roll!;
                break;
            case RightsDeed.Revoked:
                revoked.Add(word.Person!);
                break;
            case RightsDeed.LinkIssued:
                // Somebody answers for it that the person comes back.
                revoked.Remove(word.Person!);
                break;
            case RightsDeed.Delegated:
                delegations.Add((word, at));
                break;
            case RightsDeed.GlassBroken:
                glass[word.By.Person] = word.Until!.Value;
                break;
            case RightsDeed.ReleaseProposed:
                proposals[number] = word;
                break;
            case RightsDeed.ReleaseApproved when proposals.Remove(word.Answers!.Value, out var proposal):
                released[proposal.Item!] = proposal.Label!;
                break;
            default:
                break;
        }
    }

    /// <summary>A person in a role at a time, with what they hold; null where they are not in it.</summary>
    public Asker? Find(string person, Role role, Instant now)
    {
        if (Line(person, role) is { } own)
        {
            return Now(own.ToAsker(), now);
        }

        var isLent = delegations.Any(each => each.Word.Person == person && each.Word.By.Role == role
            && now < each.Word.Until && Line(each.Word.By.Person, role) is not null);
        return isLent && Roll.People.FirstOrDefault(one => one.Person == person) is { } any
            ? Now((any with { Role = role }).ToAsker(), now)
            : null;
    }

    /// <summary>The roles in which a person is at a time, in the order of <see cref="Role"/>.</summary>
    public IEnumerable<Role> RolesOf(string person, Instant now) =>
        Enum.GetValues<Role>().Where(role => Find(person, role, now) is not null);

    /// <summary>
    /// True from when a person's sessions were ended until somebody hands them a link: the identity provider knows
    /// nothing of it, and would let them in again at once.
    /// </summary>
    public bool IsRevoked(string person) => revoked.Contains(person);

    /// <summary>The asker as of a time: whether their glass is broken.</summary>
    public Asker Now(Asker asker, Instant now)
    {
        ArgumentNullException.ThrowIfNull(asker);
        var isBroken = glass.TryGetValue(asker.Who.Person, out var until) && now < until;
        return isBroken == asker.HasBrokenGlass ? asker : asker with { HasBrokenGlass = isBroken };
    }

    /// <summary>Whose glass is broken at a time, and until when, sorted.</summary>
    public IEnumerable<(string Person, Instant Until)> Broken(Instant now) =>
        glass.Where(each => now < each.Value).Select(each => (each.Key, each.Value))
            .OrderBy(each => each.Key, StringComparer.Ordinal);

    /// <summary>The label that two people gave an item, or null.</summary>
    public Label? ReleasedAs(string item) => released.GetValueOrDefault(item);

    /// <summary>The proposal of a number that nobody has answered, or null.</summary>
    public RightsWord? Proposal(long number) => proposals.GetValueOrDefault(number);

    private RollPerson? Line(string person, Role role) =>
        Roll.People.FirstOrDefault(one => one.Person == person && one.Role == role);

    private string? Vouching(RightsWord word, Instant now) =>
        word.Person is not { } person || word.Role is not { } role || Find(person, role, now) is null
            ? $"expected somebody who is {word.Role} on the roll or by delegation, got {word.Person}"
            : IsRevoked(person) ? $"expected somebody whose sessions were not ended, got {person}"
            : null;

    private string? Delegation(RightsWord word, Instant now)
    {
        var to = Roll.People.FirstOrDefault(one => one.Person == word.Person);
        var isSpeaker = word.By.Role is Role.PartyLiaison or Role.Contributor;
        return Line(word.By.Person, word.By.Role) is null ? "expected a role of one's own: what is lent is not lent on"
            : to is null || to.Person == word.By.Person ? $"expected another person of the roll, got {word.Person}"
            : to.Party != word.By.Party || (isSpeaker && to.Nation != word.By.Nation)
                ? "expected a person of the same side"
            : word.Until is not { } until || until <= now || until > now + MaxDelegation
                ? $"expected an end before {now + MaxDelegation}"
            : null;
    }

    private string? Approval(RightsWord word)
    {
        var proposal = word.Answers is { } number ? Proposal(number) : null;
        return proposal is null ? FormattableString.Invariant($"expected a proposal that is open, got {word.Answers}")
            : proposal.By.Person == word.By.Person ? "expected a second person"
            : proposal.By.Nation == word.By.Nation ? "expected a second person of another nation"
            : null;
    }
}
