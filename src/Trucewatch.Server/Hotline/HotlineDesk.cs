using System.Collections.Immutable;
using System.Security.Cryptography;
using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Custody;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Stores;
using Trucewatch.Server.Access;
using Trucewatch.Server.Hosting;
using Trucewatch.Watch.Adjudication;
using Act = Trucewatch.Domain.Adjudication.Act;
using SealedAct = Trucewatch.Domain.Custody.Act;

namespace Trucewatch.Server.Hotline;

/// <summary>What an act at the desk came to.</summary>
/// <param name="Subject">Id of what it is about; a new one where it began something.</param>
/// <param name="Refusal">Why it has no effect, or null.</param>
/// <param name="Denied">The policy's reason, or null.</param>
internal readonly record struct HotlineAnswer(string Subject, Refusal? Refusal = null, Denial? Denied = null);

/// <summary>
/// The desk of the hotline: folded from acts that stand in the record, sealed like those on cases. The author of an act
/// is who is signed in, its time is the floor's, ids are the desk's, and nobody can state any of them.
/// </summary>
internal sealed class HotlineDesk
{
    /// <summary>Most characters of an author's own mark of an act.</summary>
    public const int MaxKeyChars = 64;

    private const int IdBytes = 5;

    private readonly IPictureStore store;
    private readonly FloorClock clock;
    private readonly RightsDesk rights;
    private readonly ImmutableArray<string> parties;
    private readonly Lock gate = new();
    private readonly Watch.Adjudication.Hotline line;
    private readonly Dictionary<(string Person, string Key), HotlineDeed> keyed = [];
    private Instant last;

    /// <summary>Takes up what the record knows.</summary>
    public HotlineDesk(IPictureStore store, FloorClock clock, RightsDesk rights, ImmutableArray<string> parties)
    {
        (this.store, this.clock, this.rights, this.parties) = (store, clock, rights, parties);
        line = new Watch.Adjudication.Hotline(parties);
        foreach (var stored in store.ReadActs(0, int.MaxValue))
        {
            if (ActJson.Read(stored.Payload) is { Hotline: { } word } act)
            {
                Take(word, act.At);
            }
        }
    }

    /// <summary>Asks something of the desk while nobody changes it.</summary>
    public T Ask<T>(Func<Watch.Adjudication.Hotline, T> ask)
    {
        lock (gate)
        {
            return ask(line);
        }
    }

    /// <summary>True where somebody may know of something at the desk as of now.</summary>
    public bool MayRead(HotlineItem item, Asker by) =>
        rights.Decide(by, Operation.ReadHotline, item.LabelAt(parties, clock.Now)) is null;

    /// <summary>Does something at the desk in somebody's name; what is refused is kept too.</summary>
    /// <param name="by">Who acts.</param>
    /// <param name="asked">What; ids of what it begins are the desk's.</param>
    /// <param name="key">The author's own mark of the act: under it the same act is done once; or null.</param>
    public HotlineAnswer Append(Asker by, HotlineDeed asked, string? key)
    {
        lock (gate)
        {
            if (key is not null && keyed.TryGetValue((by.Who.Person, key), out var before))
            {
                return Again(before, asked);
            }

            if (HotlineOperation.Of(asked) is not { } operation || rights.Roll.Parties.IsEmpty)
            {
                return new HotlineAnswer(asked.About, Denied: Denial.Role);
            }

            var deed = asked.Begun(NewId) ?? asked;
            var meant = ReferenceEquals(deed, asked) ? line.Find(asked.About) : null;

            // What somebody may not know of is not there for them.
            if (ReferenceEquals(deed, asked) && (meant is null || !MayRead(meant, by))
                && AccessPolicy.MayAsk(by.Who.Role, operation))
            {
                return new HotlineAnswer(asked.About, new Refusal(
                    ActRefusal.UnknownReference,
                    $"expected something at the desk that you may read, got {asked.About}"));
            }

            var now = clock.Now > last ? clock.Now : last;
            if (rights.Decide(by, operation, meant?.LabelAt(parties, now) ?? OwnLabel(by)) is { } denied)
            {
                return new HotlineAnswer(asked.About, Denied: denied);
            }

            var word = new HotlineWord(by.Who, deed, key);
            var (entry, isKept) = Take(word, now);
            if (isKept)
            {
                store.AddAct(
                    ActJson.Write(new SealedAct(
                        ActKind.OnHotline, now, by.Who.ToString(), null, ["hotline:" + deed.About], Hotline: word)),
                    RandomNumberGenerator.GetBytes(32));
            }

            return new HotlineAnswer(deed.About, entry.Refusal);
        }
    }

    /// <summary>What is begun is read by its own side and the mission at least.</summary>
    private Label OwnLabel(Asker by) => new(
        AccessPolicy.KnownPolicy, Classification.Restricted,
        [
            .. new[] { line.SideOf(by.Who), Watch.Adjudication.Hotline.Mission }.OfType<string>()
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ]);

    /// <summary>The same act under the same mark was done; another one under it is none.</summary>
    private static HotlineAnswer Again(HotlineDeed before, HotlineDeed asked)
    {
        var isSame = ActJson.Same(before, asked.Begun(_ => before.About) ?? asked);
        return new HotlineAnswer(before.About, isSame ? null : new Refusal(
            ActRefusal.AlreadyDone, "expected a new key: another act was done under this one"));
    }

    private (HotlineEntry Entry, bool IsKept) Take(HotlineWord word, Instant at)
    {
        var count = line.Entries.Count;
        var entry = line.Append(new Act(word.Author, at, Confidence.NotStated, Label.Mission, word.Deed));
        last = at > last ? at : last;
        if (entry.Refusal is null && word.Key is { } key)
        {
            keyed[(word.Author.Person, key)] = word.Deed;
        }

        return (entry, line.Entries.Count > count);
    }

    private static string NewId(char kind) =>
        $"{kind}-{Convert.ToHexString(RandomNumberGenerator.GetBytes(IdBytes))}";
}
