using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Labels;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Watch.Adjudication;

/// <summary>Notices, queries, windows and corrections; calls are in <see cref="HotlineTests"/>.</summary>
public sealed class HotlineDeskTests
{
    private static readonly CaseScene Scene = new();
    private static readonly DeskPlace Place = new(47.0, 35.0, 2_000);

    [Fact]
    public void A_window_holds_from_its_begin_once_both_parties_have_confirmed_it()
    {
        var desk = NewDesk();
        Assert.Null(Do(desk, 0, CaseScene.Officer, Window("W-1", 60, 120)));
        Assert.Null(Do(desk, 1, Scene.LiaisonEast, new WindowConfirmed("W-1", "")));
        Assert.Equal(ActRefusal.AlreadyDone, Do(desk, 2, Scene.LiaisonEast, new WindowConfirmed("W-1", "")));
        Assert.Equal(ActRefusal.RoleMayNot, Do(desk, 2, CaseScene.Officer, new WindowConfirmed("W-1", "")));
        Assert.Equal(WindowState.Proposed, State(desk, "W-1", 59));
        Assert.Equal(WindowState.Lapsed, State(desk, "W-1", 60));
        Assert.Null(Do(desk, 59, Scene.LiaisonWest, new WindowConfirmed("W-1", "")));
        Assert.Equal(WindowState.Confirmed, State(desk, "W-1", 59));
        Assert.Equal(WindowState.Holds, State(desk, "W-1", 60));
        Assert.Equal(WindowState.Holds, State(desk, "W-1", 119));
        Assert.Equal(WindowState.Over, State(desk, "W-1", 120));
        var report = new WindowReported("W-1", WindowResult.Done, "The line stands");
        Assert.Equal(ActRefusal.TooEarly, Do(desk, 119, Scene.LiaisonEast, report));
        Assert.Null(Do(desk, 120, Scene.LiaisonEast, report));
        Assert.Equal(ActRefusal.AlreadyDone, Do(desk, 121, Scene.LiaisonEast, report));
        Assert.Equal(ActRefusal.TooLate, Do(desk, 121, Scene.LiaisonWest, new WindowAborted("W-1", "heron", "x")));
        Assert.Null(Do(desk, 122, Scene.LiaisonWest, report with { Result = WindowResult.PartlyDone }));
        Assert.Equal(["east", "west"], desk.Windows.Single().Reported);
    }

    [Fact]
    public void A_window_that_one_party_did_not_confirm_never_held_and_nobody_confirms_it_later()
    {
        var desk = NewDesk();
        Do(desk, 0, Scene.LiaisonEast, Window("W-1", 60, 120));
        Do(desk, 1, Scene.LiaisonEast, new WindowConfirmed("W-1", ""));
        Assert.Equal(ActRefusal.TooLate, Do(desk, 60, Scene.LiaisonWest, new WindowConfirmed("W-1", "")));
        Assert.Equal(WindowState.Lapsed, State(desk, "W-1", 200));
        Assert.Equal(
            ActRefusal.TooEarly,
            Do(desk, 200, Scene.LiaisonEast, new WindowReported("W-1", WindowResult.Done, "Done")));
    }

    [Theory]
    [InlineData(" HERON ", true)]
    [InlineData("hero", false)]
    [InlineData("", false)]
    public void Whoever_stops_a_window_stops_it_at_once_and_what_word_was_given_is_kept(string word, bool isByWord)
    {
        var desk = NewDesk();
        Do(desk, 0, CaseScene.Officer, Window("W-1", 60, 120));
        Do(desk, 1, Scene.LiaisonEast, new WindowConfirmed("W-1", ""));
        Do(desk, 1, Scene.LiaisonWest, new WindowConfirmed("W-1", ""));
        Assert.Null(desk.Windows.Single().IsByWord);
        Assert.Null(Do(desk, 80, Scene.LiaisonWest, new WindowAborted("W-1", word, "Shots")));
        Assert.Equal(WindowState.Holds, State(desk, "W-1", 79));
        Assert.Equal(WindowState.Aborted, State(desk, "W-1", 80));
        Assert.Equal(isByWord, desk.Windows.Single().IsByWord);
        Assert.Equal(ActRefusal.AlreadyDone, Do(desk, 81, CaseScene.Officer, new WindowAborted("W-1", "heron", "x")));
        Assert.Null(Do(desk, 82, CaseScene.Officer, new WindowReported("W-1", WindowResult.NotDone, "Left")));
    }

    [Fact]
    public void A_correction_is_closed_by_evidence_and_two_reviewers_of_two_nations_alone()
    {
        var desk = NewDesk();
        var asked = new CorrectionAsked("R-1", "west", null, Minute(100), null, "Take the post back");
        Assert.Equal(ActRefusal.RoleMayNot, Do(desk, 0, Scene.LiaisonEast, asked));
        Assert.Equal(ActRefusal.TooLate, Do(desk, 0, CaseScene.Officer, asked with { Due = Minute(0) }));
        Assert.Null(Do(desk, 0, CaseScene.Officer, asked));
        var report = new CorrectionReported("R-1", ["document:1"], "The post is gone");
        Assert.Equal(ActRefusal.NothingCited, Do(desk, 1, Scene.LiaisonWest, report with { Evidence = [] }));
        Assert.Equal(ActRefusal.NothingCited, Do(desk, 1, Scene.LiaisonWest, report with { Evidence = [" "] }));
        Assert.Equal(ActRefusal.NotTheirs, Do(desk, 1, Scene.LiaisonEast, report));
        var check = new CorrectionChecked("R-1", true, ["fact:7"], "Seen from the air");
        Assert.Equal(ActRefusal.WrongState, Do(desk, 1, CaseScene.ReviewerOne, check));
        Assert.Null(Do(desk, 100, Scene.LiaisonWest, report));
        Assert.Equal(
            ActRefusal.NothingNew, Do(desk, 101, CaseScene.ReviewerOne, check with { Evidence = ["document:1"] }));
        Assert.Equal(ActRefusal.WrongState, Do(desk, 101, CaseScene.ReviewerTwo, new CorrectionAgreed("R-1", "")));
        Assert.Null(Do(desk, 102, CaseScene.ReviewerOne, check));
        var agreed = new CorrectionAgreed("R-1", "");
        Assert.Equal(ActRefusal.SamePerson, Do(desk, 103, CaseScene.ReviewerOne, agreed));
        var compatriot = CaseScene.ReviewerOne with { Person = "r-9" };
        Assert.Equal(ActRefusal.SameNation, Do(desk, 103, compatriot, agreed));
        Assert.Equal(new CreditRow("west", 1, 0, new Punctuality(0, 0, 1, 0)), Credit(desk, 103));
        Assert.Null(Do(desk, 104, CaseScene.ReviewerTwo, agreed));

        // What was verified is of the time at which the party had done it, not of that at which the mission looked.
        Assert.Equal(new CreditRow("west", 1, 1, new Punctuality(1, 0, 0, 0)), Credit(desk, 104));
        Assert.Equal(1, Credit(desk, 104).Credit);
        Assert.Null(CreditRow.Of("east", desk.Corrections, Minute(104)).Credit);
    }

    [Fact]
    public void What_was_found_not_put_right_is_to_be_done_again()
    {
        var desk = NewDesk();
        Do(desk, 0, CaseScene.Officer, new CorrectionAsked("R-1", "west", null, Minute(100), null, "Take it back"));
        Do(desk, 1, Scene.LiaisonWest, new CorrectionReported("R-1", ["document:1"], "Gone"));
        Do(desk, 2, CaseScene.ReviewerOne, new CorrectionChecked("R-1", false, ["fact:7"], "It stands"));
        Assert.Null(Do(desk, 3, CaseScene.ReviewerTwo, new CorrectionAgreed("R-1", "")));
        Assert.Equal(CorrectionState.Asked, desk.Corrections.Single().State);
        Assert.Equal(new Punctuality(0, 0, 0, 1), Credit(desk, 99).Remedies);
        Assert.Equal(new Punctuality(0, 0, 1, 0), Credit(desk, 100).Remedies);
        Assert.Equal(0, Credit(desk, 100).Credit);
        Assert.Null(Do(desk, 101, Scene.LiaisonWest, new CorrectionReported("R-1", ["document:2"], "Gone now")));
    }

    [Fact]
    public void A_query_is_answered_by_whom_it_is_put_to_in_time_or_late()
    {
        var desk = NewDesk();
        Do(desk, 0, Scene.LiaisonEast, new QueryAsked("Y-1", "west", Minute(30), "Whose is the drone?"));
        Do(desk, 0, Scene.LiaisonEast, new QueryAsked("Y-2", "west", null, "Whose is the post?"));
        Do(desk, 0, CaseScene.Officer, new QueryAsked("Y-3", "west", Minute(30), "Which works?"));
        Assert.Equal(ActRefusal.TooLate, Do(desk, 1, CaseScene.Officer, new QueryAsked("Y-4", "west", Minute(1), "x")));
        Assert.Equal(ActRefusal.Incomplete, Do(desk, 1, Scene.LiaisonEast, new QueryAsked("Y-4", "east", null, "x")));
        Assert.Equal(ActRefusal.NotTheirs, Do(desk, 2, Scene.LiaisonEast, new QueryReplied("Y-1", "Ours")));
        Assert.Null(Do(desk, 30, Scene.LiaisonWest, new QueryReplied("Y-1", "Ours")));
        Assert.Equal(ActRefusal.AlreadyDone, Do(desk, 31, Scene.LiaisonWest, new QueryReplied("Y-1", "Not ours")));
        Assert.Null(Do(desk, 31, Scene.LiaisonWest, new QueryReplied("Y-3", "A trench")));
        Assert.Equal(
            new QueryRow("west", 3, new Punctuality(1, 0, 1, 1)), QueryRow.Of("west", desk.Queries, Minute(31)));
        Assert.Equal(Minute(48 * 60), desk.Queries.Single(one => one.Id == "Y-2").ReplyBy);
    }

    [Fact]
    public void A_notice_is_the_mission_s_and_its_own_party_s_until_its_time_comes()
    {
        var desk = NewDesk();
        var given = new NoticeGiven("N-1", NoticeSubject.Works, Minute(60), Minute(90), Place, Minute(30), "Digging");
        Assert.Equal(ActRefusal.RoleMayNot, Do(desk, 0, CaseScene.Officer, given));
        Assert.Equal(ActRefusal.Incomplete, Do(desk, 0, Scene.LiaisonWest, given with { Until = Minute(60) }));
        Assert.Equal(
            ActRefusal.Incomplete,
            Do(desk, 0, Scene.LiaisonWest, given with { Place = Place with { WithinM = double.NaN } }));
        Assert.Null(Do(desk, 0, Scene.LiaisonWest, given));
        var notice = desk.Notices.Single();
        Assert.Equal(["mission", "west"], notice.LabelAt(["east", "west"], Minute(29)).ReleasableTo);
        Assert.Equal(["east", "mission", "west"], notice.LabelAt(["east", "west"], Minute(30)).ReleasableTo);
        Assert.Equal(ActRefusal.NotTheirs, Do(desk, 1, Scene.LiaisonEast, new NoticeWithdrawn("N-1", "x")));
        Assert.Null(Do(desk, 2, Scene.LiaisonWest, new NoticeWithdrawn("N-1", "Put off")));
        Assert.Equal(ActRefusal.AlreadyDone, Do(desk, 3, Scene.LiaisonWest, new NoticeWithdrawn("N-1", "x")));
    }

    [Theory]
    // Kilometres north of the middle of a circle of 2 km, its error in metres, whose it is, begin and end in minutes.
    [InlineData(1.0, 10, "west", 60, 61, NoticeFit.Fits)]
    [InlineData(1.0, 10, "", 60, 61, NoticeFit.Perhaps)]
    [InlineData(1.0, 10, "east", 60, 61, NoticeFit.Not)]
    [InlineData(1.9, 100, "west", 60, 61, NoticeFit.Perhaps)]
    [InlineData(2.1, 100, "west", 60, 61, NoticeFit.Perhaps)]
    [InlineData(2.3, 100, "west", 60, 61, NoticeFit.Not)]
    [InlineData(1.0, 10, "west", 50, 59, NoticeFit.Not)]
    [InlineData(1.0, 10, "west", 50, 60, NoticeFit.Fits)]
    [InlineData(1.0, 10, "west", 89, 99, NoticeFit.Fits)]
    [InlineData(1.0, 10, "west", 90, 99, NoticeFit.Not)]
    [InlineData(double.NaN, 10, "west", 60, 61, NoticeFit.Perhaps)]
    public void What_is_observed_fits_a_notice_by_time_place_and_party(
        double northKm, double errorM, string party, int first, int last, NoticeFit expected)
    {
        var desk = NewDesk();
        Do(desk, 0, Scene.LiaisonWest, new NoticeGiven(
            "N-1", NoticeSubject.Movement, Minute(60), Minute(90), Place, null, "A column"));
        Place? place = double.IsNaN(northKm) ? null : new(47 + (northKm / 111.18), 35, errorM, errorM, 0);
        var incident = new Incident(
            "I-0001", 1, IncidentStatus.Open, "presence", "3.1", [], [], null, 2, Minute(first), Minute(last),
            Minute(last), [], party.Length == 0 ? [] : [party], [], place, false, null, null, null, null, 1, [], [], 0,
            [], 0, []);
        Assert.Equal(expected, NoticeMatch.Of(desk.Notices.Single(), incident).Fit);
    }

    [Theory]
    [InlineData(NoticeSubject.Movement, "presence.zone-entry", NoticeFit.Fits)]
    [InlineData(NoticeSubject.Movement, "fire.explosion", NoticeFit.Not)]
    [InlineData(NoticeSubject.Movement, "presences", NoticeFit.Not)]
    [InlineData(NoticeSubject.Works, "works", NoticeFit.Fits)]
    [InlineData(NoticeSubject.Works, "presence.zone-entry", NoticeFit.Perhaps)]
    [InlineData(NoticeSubject.Works, "fire.heat", NoticeFit.Perhaps)]
    [InlineData(NoticeSubject.Works, "fire", NoticeFit.Not)]
    [InlineData(NoticeSubject.Works, "civilian.infrastructure", NoticeFit.Not)]
    [InlineData(NoticeSubject.Exercise, "fire.exercise", NoticeFit.Fits)]
    [InlineData(NoticeSubject.Flight, "air.zone-overflight", NoticeFit.Fits)]
    [InlineData(NoticeSubject.Flight, "works", NoticeFit.Not)]
    public void Of_another_kind_than_was_notified_it_is_not_what_was_notified(
        NoticeSubject subject, string kind, NoticeFit expected)
    {
        var desk = NewDesk();
        Do(desk, 0, Scene.LiaisonWest, new NoticeGiven(
            "N-1", subject, Minute(60), Minute(90), Place, null, "As said"));
        var incident = new Incident(
            "I-0001", 1, IncidentStatus.Open, kind, "3.1", [], [], null, 2, Minute(60), Minute(61), Minute(61), [],
            ["west"], [], new Place(47, 35, 10, 10, 0), false, null, null, null, null, 1, [], [], 0, [], 0, []);
        var held = NoticeMatch.Of(desk.Notices.Single(), incident);
        Assert.Equal(expected, held.Fit);
        Assert.Equal(expected == NoticeFit.Perhaps ? [NoticeDoubt.Kind] : [], held.Doubts);
        Assert.Equal(
            expected == NoticeFit.Not ? [] : expected == NoticeFit.Perhaps
                ? [NoticeDoubt.Place, NoticeDoubt.Party, NoticeDoubt.Kind]
                : [NoticeDoubt.Place, NoticeDoubt.Party],
            NoticeMatch.Of(desk.Notices.Single(), incident with { Parties = [], Place = null }).Doubts);
    }

    [Fact]
    public void Every_subject_of_a_notice_is_told_by_some_kind()
    {
        foreach (var subject in Enum.GetValues<NoticeSubject>())
        {
            Of_another_kind_than_was_notified_it_is_not_what_was_notified(subject, "weather", NoticeFit.Not);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Sides_exchanged_have_each_others_windows_queries_and_credit(ulong seed)
    {
        var (one, other) = (Play(seed, isExchanged: false), Play(seed, isExchanged: true));
        var at = Minute(2_000);
        Assert.True(one.Windows.Count(window => window.IsConfirmed) > 3 && one.Corrections.Count() > 3);
        Assert.Equal(
            one.Windows.Select(window => (window.Id, window.StateAt(at), Swap(window.Confirmed))),
            other.Windows.Select(window => (window.Id, window.StateAt(at), string.Join(',', window.Confirmed))));
        foreach (var (side, mirror) in new[] { ("east", "west"), ("west", "east"), ("mission", "mission") })
        {
            Assert.Equal(
                QueryRow.Of(side, one.Queries, at) with { Side = mirror }, QueryRow.Of(mirror, other.Queries, at));
            Assert.Equal(
                CreditRow.Of(side, one.Corrections, at) with { Side = mirror },
                CreditRow.Of(mirror, other.Corrections, at));
        }

        static string Swap(ImmutableArray<string> sides) =>
            string.Join(',', sides.Select(side => side == "east" ? "west" : "east"));
    }

    /// <summary>A thousand acts by chance; the people of the mission do them too.</summary>
    private static Hotline Play(ulong seed, bool isExchanged)
    {
        var (desk, random, scene) = (NewDesk(), new Splitmix(seed), new CaseScene(isExchanged));
        for (var minute = 0; minute < 1_500; minute++)
        {
            var (number, isEast) = (minute / 25, random.Next() % 2 == 0);
            var (own, theirs) = isEast
                ? (scene.LiaisonEast, scene.West)
                : (scene.LiaisonWest, scene.East);
            var (author, deed) = (random.Next() % 10) switch
            {
                0 => (own, Window($"W-{number}", minute + 20, minute + 60)),
                1 or 2 => (own, (Deed)new WindowConfirmed($"W-{number}", "")),
                3 => (own, new WindowAborted($"W-{number}", "heron", "x")),
                4 => (own, new QueryAsked($"Y-{number}", theirs, Minute(minute + 30), "x")),
                5 => (own, new QueryReplied($"Y-{number}", "x")),
                6 => (
                    CaseScene.Officer,
                    new CorrectionAsked($"R-{number}", theirs, null, Minute(minute + 50), null, "x")),
                7 => (own, new CorrectionReported($"R-{number}", ["a"], "x")),
                8 => (CaseScene.ReviewerOne, new CorrectionChecked($"R-{number}", random.Next() % 2 == 0, ["b"], "x")),
                _ => (CaseScene.ReviewerTwo, new CorrectionAgreed($"R-{number}", "")),
            };
            Do(desk, minute, author, deed);
        }

        return desk;
    }

    private static WindowProposed Window(string id, int from, int until) => new(
        id, WindowPurpose.Repair, Minute(from), Minute(until), Place, "heron", "The power line");

    private static Hotline NewDesk() => new(["east", "west"]);

    private static Instant Minute(int minute) => CaseScene.Start + TimeSpan.FromMinutes(minute);

    private static WindowState State(Hotline desk, string id, int minute) =>
        desk.Windows.Single(window => window.Id == id).StateAt(Minute(minute));

    private static CreditRow Credit(Hotline desk, int minute) =>
        CreditRow.Of("west", desk.Corrections, Minute(minute));

    private static ActRefusal? Do(Hotline desk, int minute, Author author, Deed deed) =>
        desk.Append(new Act(author, Minute(minute), Confidence.NotStated, Label.Mission, deed)).Refusal?.Why;
}
