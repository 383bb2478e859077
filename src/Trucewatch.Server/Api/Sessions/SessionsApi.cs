using Trucewatch.Domain.Access;
using Trucewatch.Server.Access;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Api.Sessions;

/// <summary>Swaps a sign-in link's token for a session cookie. Open to all: the token is the proof.</summary>
internal static class SessionsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/session", (SessionRequest request, SignIn signIn, WatchFloor floor, HttpContext http) =>
        {
            if (!RequireSession.IsOwnOrigin(http.Request) || signIn.Redeem(request.Token) is not { } cookie)
            {
                return Results.Problem(
                    "The link was used before, is older than ten minutes, or is not of this service. "
                    + "Ask for a new one, or start the service again.",
                    statusCode: StatusCodes.Status403Forbidden,
                    title: "This sign-in link does not work");
            }

            var session = signIn.Find(cookie)!;
            var who = session.By.Who;
            floor.Rights.Say(
                new RightsWord(RightsDeed.SignedIn, who, who.Person, who.Role, Item: session.Item), null);
            SessionCookie.Give(http, cookie);
            return Results.NoContent();
        })
        .OpenToAll("the token of the link is the proof")
        .WithName("openSession").WithSummary("Sign in with the token of a one-time link")
        .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status403Forbidden);

        api.MapDelete("/session", (SignIn signIn, HttpContext http) =>
        {
            signIn.End(http.Request.Cookies[SignIn.CookieName]);
            http.Response.Cookies.Delete(SignIn.CookieName);
            return Results.NoContent();
        })
        .OpenToAll("it ends what the cookie names, and tells nothing")
        .WithName("endSession").WithSummary("Sign out").Produces(StatusCodes.Status204NoContent);
    }
}
