using Trucewatch.Domain.Access;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Access;

/// <summary>
/// Lets nobody through without a session, nothing from a page of another origin, and no role to what the policy has no
/// row for. What the label of a single thing allows is asked where the thing is known.
/// </summary>
internal sealed class RequireSession(SignIn signIn, WatchFloor floor) : IEndpointFilter
{
    private const string ItemKey = "trucewatch.session";

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var session = signIn.Find(http.Request.Cookies[SignIn.CookieName]);
        var standing = session is null ? null : floor.Rights.Standing(session.By);
        if (session is null || standing is null)
        {
            return ValueTask.FromResult<object?>(TypedResults.Problem(
                "Open the sign-in link that you were given; a link works once, for ten minutes.",
                statusCode: StatusCodes.Status401Unauthorized,
                title: "No session"));
        }

        if (!IsOwnOrigin(http.Request))
        {
            return ValueTask.FromResult<object?>(TypedResults.Problem(
                "The request comes from a page of another origin.",
                statusCode: StatusCodes.Status403Forbidden,
                title: "Foreign origin"));
        }

        session = session with { By = standing };
        if (AtTheDoor(http, session) is { } denial)
        {
            return ValueTask.FromResult<object?>(Denied(denial));
        }

        http.Items[ItemKey] = session;
        return next(context);
    }

    /// <summary>The session of a request that has passed the filter.</summary>
    public static Session SessionOf(HttpContext http) =>
        http.Items[ItemKey] as Session
        ?? throw new InvalidOperationException("the endpoint is not behind the session filter");

    /// <summary>The audience of a request that has passed the filter.</summary>
    public static Audience AudienceOf(HttpContext http) => SessionOf(http).Audience;

    /// <summary>The answer to who may not.</summary>
    public static IResult Denied(Denial why) => TypedResults.Problem(
        why switch
        {
            Denial.Role => "Your role does not do this.",
            Denial.NotNamed => "This takes a person whom the roll knows.",
            Denial.NotAParty => "This is for those who speak for a party to it.",
            Denial.OfAParty => "This is for people of neither party.",
            Denial.State => "The case does not stand where this can be done.",
            _ => "This is not released to you.",
        },
        statusCode: StatusCodes.Status403Forbidden,
        title: "Not allowed");

    /// <summary>
    /// True when the browser says nothing of an origin, or names this service. WebSockets are not covered by the
    /// same-origin rule of browsers, so that the check must be made here.
    /// </summary>
    public static bool IsOwnOrigin(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>An endpoint that does not say what it lets somebody do lets nobody in.</summary>
    private Denial? AtTheDoor(HttpContext http, Session session)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<Needs>() is not { } needs)
        {
            return Denial.Role;
        }

        var denial = floor.Rights.Decide(session.By, needs.To);
        if (denial is null or Denial.Label or Denial.State)
        {
            return null;
        }

        floor.Rights.NoteDenied(session, needs.To, denial.Value);
        return denial;
    }
}
