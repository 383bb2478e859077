using Trucewatch.Domain.Adjudication;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Watch.Adjudication;

/// <summary>Every state and every event, played through acts, against a table written state by state.</summary>
public sealed class CaseTransitionsTests
{
    [Fact]
    public void Every_event_in_every_state_leads_where_the_table_says()
    {
        var wrong = new List<string>();
        foreach (var (line, words) in Table())
        {
            var state = Parse<CaseState>(words[0]);
            var entry = Reach(state).Play(Parse<CaseEvent>(words[1]));
            var got = entry.Refusal is not { } refusal ? Words.Of(entry.State)
                : refusal.Why == ActRefusal.WrongState ? "refused"
                : Words.Of(refusal.Why);
            if (got != words[2] || (entry.Refusal is not null && entry.State != state))
            {
                wrong.Add($"{line}: got {got}, {entry.Refusal?.Words}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void The_table_has_every_pair_once()
    {
        var pairs = from state in Enum.GetValues<CaseState>()
                    from each in Enum.GetValues<CaseEvent>()
                    select $"{Words.Of(state)} {Words.Of(each)}";
        Assert.Equal(
            pairs.Order(StringComparer.Ordinal),
            Table().Select(row => $"{row.Words[0]} {row.Words[1]}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(CaseState.None)]
    [InlineData(CaseState.Disputed)]
    [InlineData(CaseState.SetAside)]
    [InlineData(CaseState.Unremedied)]
    [InlineData(CaseState.Closed)]
    public void A_state_is_reached_by_acts(CaseState state) => Assert.Equal(state, Reach(state).File.State);

    internal static CaseScene Reach(CaseState state)
    {
        var scene = new CaseScene();
        return state switch
        {
            CaseState.None => scene,
            CaseState.Received => scene.With(CaseEvent.Receive),
            CaseState.Triaged => scene.With(CaseEvent.Receive, CaseEvent.Triage),
            CaseState.UnderReview => scene.UnderReview(),
            CaseState.Withdrawn => scene.UnderReview().With(CaseEvent.Withdraw),
            CaseState.Disputed => scene.UnderReview().With(CaseEvent.FindConfirmedViolation, CaseEvent.Dispute),
            CaseState.Upheld => Reach(CaseState.Disputed).With(CaseEvent.Uphold),
            CaseState.Amended => Reach(CaseState.Disputed).With(CaseEvent.Amend),
            CaseState.SetAside => Reach(CaseState.Disputed).With(CaseEvent.SetAside),
            CaseState.Remedied => Reach(CaseState.ConfirmedViolation).With(CaseEvent.VerifyRemedy),
            CaseState.Unremedied => Reach(CaseState.ConfirmedViolation).With(CaseEvent.VerifyNoRemedy),
            CaseState.Closed => Reach(CaseState.NoViolation).With(CaseEvent.Close),
            _ => scene.UnderReview().With(Enum.Parse<CaseEvent>($"Find{state}")),
        };
    }

    private static T Parse<T>(string word)
        where T : struct, Enum => Enum.GetValues<T>().Single(value => Words.Of(value) == word);

    private static IEnumerable<(string Line, string[] Words)> Table() =>
        from line in File.ReadLines(Path.Combine(
            RepositoryTree.Root, "src/Trucewatch.Watch/Adjudication/corpus/transitions.txt"))
        where !line.StartsWith('#')
        select (line, line.Split(' '));
}
