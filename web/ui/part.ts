import { lazyRouteComponent } from '@tanstack/react-router'
import { lazy } from 'react'
import { patient } from './reach.ts'

// What loads when it is first drawn. Only through these: whatever loads by itself breaks the page where the link breaks.

/** A part of a page; waits where the server is not reached. */
export const part: typeof lazy = (load) => lazy(patient(load))

/** A page of a router, likewise. */
export const page: typeof lazyRouteComponent = (load, name) => lazyRouteComponent(patient(load), name)
