namespace SiteBuilder.Model.Tables;

/// <summary>The tables of routes and flows as a drawing; what a Job alone calls is dotted.</summary>
public static class FlowDrawing
{
    /// <summary>The drawing in the language of Mermaid, which GitHub and GitLab draw.</summary>
    public static string Mermaid() => string.Join('\n',
    [
        "flowchart LR",
        "  outside([load balancer]) --> ingress",
        .. ServiceTable.All.GroupBy(service => service.Namespace).OrderBy(group => group.Key, StringComparer.Ordinal).SelectMany(group =>
            (IEnumerable<string>)[$"  subgraph {group.Key}", .. group.Select(service => $"    {service.Name}"), "  end"]),
        $"  ingress --> {ServiceTable.Waf.Name}",
        .. RouteTable.All.Select(route => $"  {(route.Through ?? ServiceTable.Waf).Name} -- \"{route.PathPrefix}\" --> {route.Service.Name}"),
        .. FlowTable.All.Where(flow => flow.From != flow.To && !RouteTable.Behind(flow.From).Any(route => route.Service == flow.To)).Select(flow => $"  {flow.From.Name} {(!flow.By.HasFlag(FlowCaller.Service) ? $"-. \"{flow.Port}\" .->" : $"-- \"{flow.Port}\" -->")} {flow.To.Name}"),
    ]);
}
