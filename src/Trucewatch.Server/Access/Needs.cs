using Trucewatch.Domain.Access;

namespace Trucewatch.Server.Access;

/// <summary>What an endpoint lets somebody do; behind the session filter one without it lets nobody in.</summary>
internal sealed record Needs(Operation To);

/// <summary>That an endpoint is open without a session, and why.</summary>
internal sealed record OpenToAll(string Why);

/// <summary>Marks endpoints.</summary>
internal static class NeedsMarks
{
    /// <summary>Says what the endpoint lets somebody do.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder endpoint, Operation to)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new Needs(to));

    /// <summary>Says why the endpoint is open without a session.</summary>
    public static TBuilder OpenToAll<TBuilder>(this TBuilder endpoint, string why)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new OpenToAll(why));
}
