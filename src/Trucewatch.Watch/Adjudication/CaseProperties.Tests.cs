using System.Collections.Immutable;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Labels;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Watch.Adjudication;

/// <summary>What holds for every sequence of acts, by chance from printed seeds.</summary>
public sealed class CasePropertiesTests
{
    private const int Acts = 160;

    public static TheoryData<ulong> Seeds => [.. Enumerable.Range(1, 12).Select(seed => (ulong)seed)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Without_a_named_person_nothing_is_ever_decided(ulong seed)
    {
        for (var round = 0UL; round < 10; round++)
        {
            // What anybody did, done by the machine, or by somebody without an id or a nation.
            var played = Played((seed * 100) + round, isExchanged: false).File;
            foreach (var nobody in new Func<Author, Author>[]
            {
                _ => Author.Machine, author => author with { Person = "" }, author => author with { Nation = "" },
            })
            {
                var file = CaseFile.Fold(
                    played.Terms, played.Entries.Select(entry => entry.Act with { Author = nobody(entry.Act.Author) }));
                Assert.True(file.State is CaseState.None or CaseState.Received, $"seed {seed}: {file.State}");
                Assert.Null(file.Standing);
                Assert.DoesNotContain(
                    file.Entries,
                    entry => entry.Refusal is null && entry.Act.Deed is not (IncidentReceived or ObservationMade
                        or BulletinIssued or EffectDeemed));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void To_exchange_the_parties_exchanges_them_and_nothing_else(ulong seed)
    {
        for (var round = 0UL; round < 10; round++)
        {
            var (one, other) = (
                Played((seed * 100) + round, isExchanged: false), Played((seed * 100) + round, isExchanged: true));
            Assert.Equal(
                one.File.Entries.Select(entry => (entry.State, entry.Refusal?.Why)),
                other.File.Entries.Select(entry => (entry.State, entry.Refusal?.Why)));
            Assert.Equal(Page(one), Exchanged(Page(other)));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_same_acts_give_the_same_file_and_what_stands_in_it_never_changes(ulong seed)
    {
        var played = Played(seed, isExchanged: false);
        var again = new CaseFile(played.Terms);
        for (var i = 0; i < played.File.Entries.Count; i++)
        {
            var before = again.Entries.ToImmutableArray();
            again.Append(played.File.Entries[i].Act);
            Assert.Equal(before, again.Entries.Take(i));
        }

        Assert.Equal(played.File.Entries, again.Entries);
        Assert.Equal(Page(played), CasePage.Write(again, played.Now));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Time_that_passes_moves_no_case_and_confirms_nothing(ulong seed)
    {
        var played = Played(seed, isExchanged: false);
        var (state, standing) = (played.File.State, played.File.Standing);
        played.Wait(TimeSpan.FromDays(400));
        _ = Page(played);
        played.Do(Author.Machine, new ObservationMade(["frame:9"], "Nothing"));
        Assert.Equal((state, standing), (played.File.State, played.File.Standing));
    }

    [Fact]
    public void The_sequences_come_to_every_state()
    {
        var seen = new SortedSet<CaseState>();
        for (var seed = 100UL; seed < 220; seed++)
        {
            seen.UnionWith(Played(seed, isExchanged: false).File.Entries.Select(entry => entry.State));
        }

        Assert.Equal(Enum.GetValues<CaseState>().Skip(1), seen.Where(state => state != CaseState.None));
    }

    private static string Page(CaseScene scene) => CasePage.Write(scene.File, scene.Now);

    private static string Exchanged(string text) => text.Replace("east", "\u0001").Replace("west", "east")
        .Replace("\u0001", "west");

    /// <summary>A sequence that is mostly sensible: by chance an event, a single act, or time that passes.</summary>
    private static CaseScene Played(ulong seed, bool isExchanged)
    {
        var scene = new CaseScene(isExchanged);
        var random = new Splitmix(seed);
        scene.With(CaseEvent.Receive);
        while (scene.File.Entries.Count < Acts)
        {
            switch (Below(random, 4))
            {
                case 0:
                    var possible = Enum.GetValues<CaseEvent>().Where(on =>
                        Transitions.Next(scene.File.State, on, Outcome.NoViolation) is not null).ToList();
                    scene.Play(possible[Below(random, possible.Count)]);
                    break;
                case 1:
                    scene.Play((CaseEvent)Below(random, Enum.GetValues<CaseEvent>().Length));
                    break;
                case 2:
                    scene.Wait(TimeSpan.FromHours(Below(random, 30)));
                    scene.Observe();
                    break;
                default:
                    Single(scene, random);
                    break;
            }
        }

        return scene;
    }

    private static void Single(CaseScene scene, Splitmix random)
    {
        Author[] people =
        [
            CaseScene.Officer, CaseScene.Analyst, CaseScene.ReviewerOne, CaseScene.ReviewerTwo,
            CaseScene.CommissionOne, CaseScene.CommissionTwo, CaseScene.Contributor, scene.LiaisonEast,
            scene.LiaisonWest, scene.Member(Below(random, 3)), Author.Machine,
        ];
        var number = 1 + Below(random, scene.File.Entries.Count);
        var head = BulletinLadder.Head(scene.File)?.Entry.Number;
        Deed[] deeds =
        [
            new ClaimMade($"{scene.East} saw nothing"),
            new Dissented(number, "Not shared"),
            new Concurred(number, ""),
            new DecisionAccepted("No objection"),
            new PleadingFiled($"{scene.West} pleads"),
            new EvidenceSealed("e", CaseScene.Commit("x"), ""),
            new EvidenceRevealed("e", new string('0', 64), Below(random, 2) == 0 ? "x" : "y", ""),
            new VoteCast(number, (Ballot)Below(random, 3), "So"),
            new RemedyReported("It has left"),
            new BulletinIssued((BulletinRung)Below(random, 5), head, null, "Detection, possible incident, unreviewed"),
            new BulletinIssued(BulletinRung.R2, head, "none", "A violation, high confidence"),
            scene.Attribution((AttributionStep)Below(random, 4)),
            new ClockSet("ft-2026", scene.File.Finding ?? 0, CaseScene.Start, CaseScene.Start, "As found"),
            new ResponseRecommended("ft-2026", "s1", "A warning"),
            new ResponseDecided("ft-2026", "s1", true, "A warning"),
            new EffectDeemed("ft-2026", "s3", "After 72 h"),
            new EffectAnswered(number, Below(random, 2) == 0, "So decided"),
        ];
        scene.Do(
            people[Below(random, people.Length)],
            deeds[Below(random, deeds.Length)],
            (Confidence)Below(random, 4),
            Below(random, 8) == 0 ? Label.Everyone : Label.Mission);
    }

    private static int Below(Splitmix random, int limit) => (int)(random.Next() % (ulong)limit);
}
