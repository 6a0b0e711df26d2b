using SiteBuilder.ServiceDefaults;
using SiteBuilder.Sites;
using SiteBuilder.Sites.Sharding;

return await ServiceProgram.RunAsync("sites", async () =>
{
    if (args is ["migrate", ..])
    {
        return await SitesMigration.RunAsync(args[1..], CancellationToken.None);
    }

    if (args is ["move-brand", ..])
    {
        return await MoveBrandCommand.RunAsync(args[1..], CancellationToken.None);
    }

    await using var service = SitesService.Create(args);
    await service.RunAsync();
    return 0;
});
