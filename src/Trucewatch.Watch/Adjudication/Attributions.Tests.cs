using System.Collections.Immutable;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Watch.Adjudication;

public sealed class AttributionsTests
{
    [Theory]
    // Rows of how each observation fits three hypotheses, what is against each, and which is ahead.
    [InlineData("+++", "0 0 0", -1)]
    [InlineData("---", "0 0 0", -1)]
    [InlineData("PPP ... NNN", "0 0 0", -1)]
    [InlineData("+-.", "0 1 0", -1)]
    [InlineData("+-N", "0 1 2", 0)]
    [InlineData("+-N ---", "0 1 2", 0)]
    [InlineData("PNN NP.", "2 2 2", -1)]
    [InlineData("PNN NP. -..", "3 2 2", -1)]
    [InlineData("PPN PPN -P.", "1 0 4", 1)]
    public void What_fits_all_alike_tells_nothing(string rows, string against, int ahead)
    {
        var read = rows.Split(' ').Select((row, i) => new EvidenceRow(i, [.. row.Select(FitOf)])).ToList();
        Assert.Equal(against, string.Join(' ', HypothesisMatrix.Against(3, read)));
        Assert.Equal(ahead, HypothesisMatrix.Ahead(3, read) ?? -1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Rows_that_fit_alike_change_no_answer_and_an_order_of_rows_neither(ulong seed)
    {
        var random = new Splitmix(seed);
        for (var round = 0; round < 300; round++)
        {
            var count = 2 + (int)(random.Next() % 4);
            var rows = Enumerable.Range(0, (int)(random.Next() % 6)).Select(i => new EvidenceRow(
                i, [.. Enumerable.Range(0, count).Select(_ => (Fit)((int)(random.Next() % 5) - 2))])).ToList();
            var alike = new EvidenceRow(99, [.. Enumerable.Repeat((Fit)((int)(random.Next() % 5) - 2), count)]);
            var ahead = HypothesisMatrix.Ahead(count, rows);
            Assert.Equal(ahead, HypothesisMatrix.Ahead(count, [alike, .. rows]));
            Assert.Equal(ahead, HypothesisMatrix.Ahead(count, rows.AsEnumerable().Reverse()));

            // To exchange two columns exchanges the answer.
            var turned = rows.Select(row => row with { Fits = [.. row.Fits.Reverse()] });
            Assert.Equal(count - 1 - ahead, HypothesisMatrix.Ahead(count, turned));
        }
    }

    [Fact]
    public void A_matrix_says_what_counts_against_whom_and_which_statement_stands()
    {
        var scene = new CaseScene().UnderReview();
        scene.Attribute(AttributionStep.Direction);
        scene.Attribute(AttributionStep.Direction, Hypothesis.Undetermined);
        var matrices = CasePieces.Matrices(scene.File);
        Assert.Equal([false, true], matrices.Select(matrix => matrix.Stands));
        foreach (var matrix in matrices)
        {
            Assert.Equal(matrix.Hypotheses.Length, matrix.Against.Length);
            Assert.All(matrix.Rows, row => Assert.Equal((int)row.Fits.Max() - (int)row.Fits.Min(), row.Diagnosticity));
            Assert.Equal(
                matrix.Against.Count(value => value == matrix.Against.Min()) == 1
                    ? matrix.Hypotheses[matrix.Against.IndexOf(matrix.Against.Min())].Id
                    : null,
                matrix.Ahead);
        }

        Assert.Equal(matrices[0].Ahead, matrices[0].Answer);
        Assert.NotEmpty(matrices[0].Rows);
        Assert.Equal(Hypothesis.Undetermined, matrices[1].Answer);
    }

    [Fact]
    public void No_step_is_skipped_and_each_may_be_undetermined()
    {
        var steps = Enum.GetValues<AttributionStep>();
        for (var known = 0; known < steps.Length; known++)
        {
            var scene = new CaseScene().UnderReview().With(CaseEvent.FindConfirmedViolation);
            foreach (var step in steps[..known])
            {
                Assert.Null(scene.Attribute(step, Hypothesis.Undetermined).Refusal);
            }

            foreach (var step in steps[(known + 1)..])
            {
                Assert.Equal(ActRefusal.StepSkipped, scene.Attribute(step).Refusal?.Why);
            }

            Assert.Null(scene.Attribute(steps[known]).Refusal);
            Assert.Equal("east", Attributions.Standing(scene.File, steps[known])?.Deed.Answer);
        }
    }

    [Fact]
    public void A_step_that_is_stated_again_leaves_nothing_standing_that_rested_on_it()
    {
        var scene = new CaseScene().UnderReview().With(CaseEvent.FindConfirmedViolation);
        foreach (var step in Enum.GetValues<AttributionStep>())
        {
            scene.Attribute(step);
        }

        Assert.NotNull(Attributions.Standing(scene.File, AttributionStep.WhoOrdered));
        scene.Attribute(AttributionStep.Direction, Hypothesis.Undetermined);
        Assert.NotNull(Attributions.Standing(scene.File, AttributionStep.Direction));
        Assert.Null(Attributions.Standing(scene.File, AttributionStep.AreaOfOrigin));
        Assert.Null(Attributions.Standing(scene.File, AttributionStep.WhoOrdered));
    }

    [Fact]
    public void A_side_in_control_is_named_by_two_of_different_nations()
    {
        var scene = new CaseScene().UnderReview().With(CaseEvent.FindConfirmedViolation);
        scene.Attribute(AttributionStep.Direction);
        scene.Attribute(AttributionStep.AreaOfOrigin);
        var one = scene.Do(
            CaseScene.ReviewerOne, scene.Attribution(AttributionStep.ControllingSide), Confidence.Moderate);
        Assert.Null(Attributions.Standing(scene.File, AttributionStep.ControllingSide));
        Assert.Equal(ActRefusal.StepSkipped, scene.Attribute(AttributionStep.WhoOrdered).Refusal?.Why);
        Assert.Null(scene.Do(CaseScene.ReviewerTwo, new Concurred(one.Number, "")).Refusal);
        Assert.NotNull(Attributions.Standing(scene.File, AttributionStep.ControllingSide));
    }

    [Fact]
    public void A_matrix_names_alternatives_with_each_party_among_them_and_each_observation_once()
    {
        var scene = new CaseScene().UnderReview().With(CaseEvent.FindConfirmedViolation);
        scene.Attribute(AttributionStep.Direction);
        scene.Attribute(AttributionStep.AreaOfOrigin);
        var side = scene.Attribution(AttributionStep.ControllingSide);
        foreach (var wrong in new[]
        {
            side with { Hypotheses = [new("east", "one"), new("north", "other")] },
            side with { Hypotheses = [new("east", "one"), new("east", "other")] },
            side with { Hypotheses = [new("east", "one")] },
            side with { Hypotheses = [new("east", "one"), new("west", "two"), new("undetermined", "three")] },
            side with { Rows = [side.Rows[0], side.Rows[0]] },
            side with { Rows = [side.Rows[0] with { Fits = [Fit.For] }] },
            side with { Answer = "south" },
            side with { Hypotheses = Named(HypothesisMatrix.MaxHypotheses + 1), Rows = [], Answer = "undetermined" },
        })
        {
            Assert.Equal(
                ActRefusal.Incomplete, scene.Do(CaseScene.ReviewerOne, wrong, Confidence.Low).Refusal?.Why);
        }

        var most = side with
        {
            Hypotheses = Named(HypothesisMatrix.MaxHypotheses), Rows = [], Answer = "undetermined",
        };
        Assert.Null(scene.Do(CaseScene.ReviewerOne, most, Confidence.Low).Refusal);

        static ImmutableArray<Hypothesis> Named(int count) =>
        [
            new("east", "one"), new("west", "two"),
            .. Enumerable.Range(3, count - 2).Select(i => new Hypothesis($"h-{i}", "another")),
        ];
    }

    [Theory]
    [InlineData(HypothesisMatrix.MaxRows, null)]
    [InlineData(HypothesisMatrix.MaxRows + 1, ActRefusal.Incomplete)]
    public void A_matrix_has_so_many_rows(int rows, ActRefusal? why)
    {
        var scene = new CaseScene().UnderReview();
        var direction = scene.Attribution(AttributionStep.Direction) with
        {
            Rows = [.. Enumerable.Range(0, rows).Select(_ => new EvidenceRow(
                scene.Observe().Number, [Fit.For, Fit.Against]))],
        };
        Assert.Equal(why, scene.Do(CaseScene.Analyst, direction, Confidence.High).Refusal?.Why);
    }

    [Fact]
    public void A_dissent_is_kept_and_changes_nothing()
    {
        var scene = new CaseScene().UnderReview();
        var direction = scene.Attribute(AttributionStep.Direction);
        Assert.Null(scene.Do(CaseScene.ReviewerTwo, new Dissented(direction.Number, "Two craters of five")).Refusal);
        Assert.Equal(direction, Attributions.Standing(scene.File, AttributionStep.Direction)?.Entry);
        Assert.Contains("dissents from", CasePage.Write(scene.File, scene.Now), StringComparison.Ordinal);
    }

    private static Fit FitOf(char letter) => letter switch
    {
        'P' => Fit.StronglyFor,
        '+' => Fit.For,
        '.' => Fit.Neutral,
        '-' => Fit.Against,
        _ => Fit.StronglyAgainst,
    };
}
