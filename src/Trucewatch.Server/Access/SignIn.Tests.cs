using Xunit;

namespace Trucewatch.Server.Access;

public sealed class SignInTests
{
    [Fact]
    public void A_link_opens_one_session_and_no_more()
    {
        var signIn = new SignIn(TimeProvider.System);
        var token = signIn.NewLink(SignIn.Operator);
        var session = signIn.Redeem(token);
        Assert.NotNull(session);
        Assert.Null(signIn.Redeem(token));
        Assert.Null(signIn.Redeem(null));
        Assert.Equal(SignIn.Operator, signIn.Find(session)!.By);
        Assert.Null(signIn.Find(session + "x"));
        Assert.Null(signIn.Find(token));
        Assert.Null(signIn.Find(null));
    }

    [Fact]
    public void A_link_and_a_session_end_by_themselves()
    {
        var clock = new SetClock();
        var signIn = new SignIn(clock);
        var token = signIn.NewLink(SignIn.Operator);
        clock.Now += SignIn.LinkLife + TimeSpan.FromSeconds(1);
        Assert.Null(signIn.Redeem(token));

        var session = signIn.Redeem(signIn.NewLink(SignIn.Operator));
        clock.Now += SignIn.SessionLife + TimeSpan.FromSeconds(1);
        Assert.Null(signIn.Find(session));
    }

    [Fact]
    public void Ending_a_session_cuts_what_is_open_under_it()
    {
        var signIn = new SignIn(TimeProvider.System);
        var cookie = signIn.Redeem(signIn.NewLink(SignIn.Operator));
        var session = signIn.Find(cookie)!;
        signIn.End(cookie);
        Assert.True(session.Cut.IsCancellationRequested);
        Assert.Null(signIn.Find(cookie));
    }

    [Fact]
    public void There_are_no_more_sessions_than_the_limit()
    {
        var signIn = new SignIn(TimeProvider.System);
        for (var opened = 0; opened < SignIn.MaxSessions; opened++)
        {
            Assert.NotNull(signIn.Redeem(signIn.NewLink(SignIn.Operator)));
        }

        Assert.Null(signIn.Redeem(signIn.NewLink(SignIn.Operator)));
    }

    [Fact]
    public void A_session_that_ran_out_makes_room_for_another()
    {
        var clock = new SetClock();
        var signIn = new SignIn(clock);
        for (var opened = 0; opened < SignIn.MaxSessions; opened++)
        {
            Assert.NotNull(signIn.Redeem(signIn.NewLink(SignIn.Operator)));
        }

        clock.Now += SignIn.SessionLife + TimeSpan.FromSeconds(1);
        Assert.NotNull(signIn.Redeem(signIn.NewLink(SignIn.Operator)));
    }

    [Fact]
    public void Who_signs_in_again_and_again_takes_no_place_from_others()
    {
        var signIn = new SignIn(TimeProvider.System);
        var first = signIn.Find(signIn.Open(TestRoll.Of("r-1")))!;
        for (var opened = 1; opened < SignIn.MaxOwnSessions; opened++)
        {
            Assert.NotNull(signIn.Open(TestRoll.Of("r-1")));
        }

        Assert.False(first.Cut.IsCancellationRequested);
        for (var opened = SignIn.MaxOwnSessions; opened < SignIn.MaxSessions; opened++)
        {
            Assert.NotNull(signIn.Redeem(signIn.NewLink(SignIn.Operator)));
        }

        Assert.Null(signIn.Open(TestRoll.Of("r-2")));
        var last = signIn.Open(TestRoll.Of("r-1"));
        Assert.NotNull(signIn.Find(last));
        Assert.True(first.Cut.IsCancellationRequested);
    }

    [Fact]
    public void What_is_open_under_a_session_ends_with_its_time()
    {
        // On this clock the session's whole life has passed by the time that it is opened.
        var time = new LeapingTime();
        var begun = time.Now;
        var signIn = new SignIn(time);
        var session = signIn.Find(signIn.Redeem(signIn.NewLink(SignIn.Operator)))!;
        Assert.Equal(SignIn.SessionLife, time.Now - begun);
        Assert.True(session.Cut.IsCancellationRequested);
    }

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
