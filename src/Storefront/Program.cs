using SiteBuilder.ServiceDefaults;
using SiteBuilder.Storefront;

return await ServiceProgram.RunAsync("storefront", async () =>
{
    await using var service = StorefrontService.Create(args);
    await service.RunAsync();
    return 0;
});
